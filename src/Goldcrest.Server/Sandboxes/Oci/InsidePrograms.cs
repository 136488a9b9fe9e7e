namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>The programs of ours that every sandbox has, as it sees them.</summary>
/// <param name="First">Process 1.</param>
/// <param name="Keeper">Holds a sandbox open whose programs come later and may end one by one.</param>
internal sealed record InsidePrograms(string First, IReadOnlyList<string> Keeper)
{
    /// <summary>On the host: loads no library first, and an image need not have one.</summary>
    public const string StaticFirst = "/usr/bin/tini-static";

    /// <summary>Beside the devices, which are always ours: an image's own tree stays as it is.</summary>
    public const string FirstOnImage = "/dev/init";
    public const string KeeperOnImage = "/dev/keeper";

    private static readonly InsidePrograms OnHost = new(StaticFirst, ["/usr/bin/sleep", "infinity"]);
    private static readonly InsidePrograms OnImage = new(FirstOnImage, [KeeperOnImage]);

    public static InsidePrograms Of(SandboxRoot root) => root is SandboxRoot.Image ? OnImage : OnHost;
}
