namespace Goldcrest.Server.Sandboxes.Network.Netlink;

/// <summary>One end of a pair of virtual links.</summary>
/// <param name="Name">At most 15 characters.</param>
/// <param name="Index">Its number in its namespace; 0 lets the kernel choose.</param>
/// <param name="HardwareAddress">Six bytes.</param>
internal sealed record LinkEnd(string Name, int Index, byte[] HardwareAddress);
