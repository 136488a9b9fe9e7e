namespace Goldcrest.Server.Sandboxes;

/// <summary>What a sandbox sees below its root, read-only; code, layers, /tmp and the like are mounted on it.</summary>
internal abstract record SandboxRoot
{
    private SandboxRoot()
    {
    }

    /// <summary>The host's /usr, and an /etc of our own.</summary>
    public static SandboxRoot OfHost { get; } = new Host();

    public sealed record Host : SandboxRoot;

    /// <summary>A tree that has nothing of the host's, and need not have as much as a C library.</summary>
    /// <param name="Directory">On the host; shared by all sandboxes of the image.</param>
    public sealed record Image(string Directory) : SandboxRoot;
}
