using System.Net;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>What a sandbox's link to the router is called, and the sandbox's addresses.</summary>
/// <param name="LinkName">In the router. No two links ever have the same name or number.</param>
/// <param name="Address6">Null: it has none.</param>
internal sealed record SandboxAddress(string LinkName, int LinkIndex, IPAddress Address, IPAddress? Address6)
{
    /// <summary>Far above those that the kernel gives out by itself.</summary>
    public const int InsideIndex = 100;

    public static byte[] HardwareAddress { get; } = [0x02, 0x67, 0x63, 0, 0, 3];
}
