using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>The addresses of one server's router and of the sandboxes behind it.</summary>
/// <remarks>
/// Sandboxes have link-local addresses, as AWS's have: no host routes these, so that they hide nothing a function might want to reach, and all servers
/// may use the same. Only the two ends of the link are seen by the host. Source: docs/adr/0013-sandboxes-hang-on-a-router-in-a-namespace-of-its-own.md.
/// </remarks>
internal sealed class RouterAddresses
{
    private const int LinkBits = 31;
    private const int GlobalIdBytes = 5;
    private readonly byte[] _siteOf6;

    /// <param name="instance">Names the server; its IPv6 addresses are made from it.</param>
    /// <param name="linkRange">At least a /25.</param>
    /// <param name="region">Which part of the range is this server's: 0 to 63, on one host never the same for two.</param>
    public RouterAddresses(string instance, IPNetwork linkRange, int region)
    {
        HostEnd = Plus(linkRange.BaseAddress, 2L * region);
        RouterEnd = Plus(HostEnd, 1);
        _siteOf6 = [0xfd, .. SHA256.HashData(Encoding.UTF8.GetBytes("goldcrest/network/" + instance))[..GlobalIdBytes], 0, 0];
    }

    /// <summary>What every sandbox sends its packets to, and where names and the endpoint are served.</summary>
    public static IPAddress Gateway { get; } = new([169, 254, 0, 1]);

    /// <summary>Addresses of sandboxes without a network of their own.</summary>
    public static IPNetwork Sandboxes { get; } = new(new IPAddress([169, 254, 64, 0]), 18);

    public static int LinkPrefix => LinkBits;

    public static int LinkPrefix6 => 127;

    public IPAddress HostEnd { get; }

    public IPAddress RouterEnd { get; }

    public IPAddress HostEnd6 => Address6(subnet: 1, 0);

    public IPAddress RouterEnd6 => Address6(subnet: 1, 1);

    public IPAddress Gateway6 => Address6(subnet: 2, 1);

    public IPAddress Sandbox6(uint number) => Address6(subnet: 3, number);

    public static IPAddress Plus(IPAddress address, long offset)
    {
        var bytes = address.GetAddressBytes();
        for (var i = bytes.Length - 1; i >= 0 && offset != 0; i--)
        {
            offset += bytes[i];
            bytes[i] = (byte)offset;
            offset >>= 8;
        }

        return new IPAddress(bytes);
    }

    /// <summary>The address of a range whose own part is zero.</summary>
    public static IPAddress FirstOf(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] &= (byte)~(byte.MaxValue >> Math.Clamp(prefix - (8 * i), 0, 8));
        }

        return new IPAddress(bytes);
    }

    private IPAddress Address6(byte subnet, uint number) =>
        new([.. _siteOf6[..7], subnet, 0, 0, 0, 0, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}
