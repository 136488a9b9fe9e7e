using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Network.Netlink;

/// <summary>The requests that we make of rtnetlink. Numbers are the kernel's (linux/rtnetlink.h, if_link.h, if_addr.h, neighbour.h, fib_rules.h).</summary>
internal static class RouteRequests
{
    public const int AlreadyThere = 17;
    public const int NoSuchDevice = 19;
    public const int MainTable = 254;
    public const int Loopback = 1;

    private const ushort Replace = 0x100;
    private const ushort Exclusive = 0x200;
    private const ushort Create = 0x400;
    private const byte NoDuplicateCheck = 2;
    private const byte OnLink = 4;
    private const byte LinkScope = 253;
    private const byte StaticProtocol = 4;
    private const byte Unicast = 1;
    private const byte Unreachable = 7;
    private const uint Up = 1;
    private const ushort Permanent = 0x80;

    /// <summary>Makes a pair of virtual links: one in the socket's own namespace, up, the other in another, where it is yet to be brought up.</summary>
    /// <param name="end">With a number of its own choice: without, the kernel overlooks the peer's.</param>
    /// <param name="peerSpace">The namespace of the other end.</param>
    public static NetlinkBatch AddPair(this NetlinkBatch batch, LinkEnd end, LinkEnd peer, SafeFileHandle peerSpace, int mtu) => batch
        .Begin($"make the link {end.Name} to {peer.Name}", 16, Create | Exclusive, Link(end.Index, Up, Up))
        .Attribute(3, end.Name)
        .Attribute(1, end.HardwareAddress)
        .Attribute(4, (uint)mtu)
        .Nest(18, default, info => info
            .Attribute(1, "veth")
            .Nest(2, default, data => data
                .Nest(1, Link(peer.Index, 0, 0), inside => inside
                    .Attribute(3, peer.Name)
                    .Attribute(1, peer.HardwareAddress)
                    .Attribute(4, (uint)mtu)
                    .Attribute(28, (uint)peerSpace.DangerousGetHandle()))));

    public static NetlinkBatch DeleteLink(this NetlinkBatch batch, string name) =>
        batch.Begin($"remove the link {name}", 17, 0, Link(0, 0, 0)).Attribute(3, name);

    public static NetlinkBatch Raise(this NetlinkBatch batch, int link) => batch.Begin("bring up a link", 16, 0, Link(link, Up, Up));

    /// <summary>Makes a link a port of a bridge.</summary>
    public static NetlinkBatch Join(this NetlinkBatch batch, int link, int bridge) =>
        batch.Begin("join a bridge", 16, 0, Link(link, 0, 0)).Attribute(10, (uint)bridge);

    public static NetlinkBatch AddAddress(this NetlinkBatch batch, int link, IPAddress address, int prefix)
    {
        Span<byte> head = [Family(address), (byte)prefix, NoDuplicateCheck, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], link);
        var bytes = address.GetAddressBytes();
        return batch.Begin($"give a link the address {address}", 20, Create | Replace, head).Attribute(2, bytes).Attribute(1, bytes);
    }

    /// <param name="gateway">Null: the destinations are on the link itself.</param>
    public static NetlinkBatch AddRoute(this NetlinkBatch batch, IPNetwork to, int link, IPAddress? gateway, int table = MainTable)
    {
        ReadOnlySpan<byte> head =
        [
            Family(to.BaseAddress), (byte)to.PrefixLength, 0, 0, 0, StaticProtocol, gateway is null ? LinkScope : (byte)0, Unicast,
            gateway is null ? (byte)0 : OnLink, 0, 0, 0,
        ];
        batch.Begin($"add a route to {to}", 24, Create | Replace, head).Attribute(4, (uint)link).Attribute(15, (uint)table);
        if (to.PrefixLength > 0)
        {
            batch.Attribute(1, to.BaseAddress.GetAddressBytes());
        }

        return gateway is null ? batch : batch.Attribute(5, gateway.GetAddressBytes());
    }

    /// <summary>Refuses at once what the table has no other way for.</summary>
    public static NetlinkBatch AddUnreachable(this NetlinkBatch batch, IPNetwork to, int table)
    {
        ReadOnlySpan<byte> head = [Family(to.BaseAddress), (byte)to.PrefixLength, 0, 0, 0, StaticProtocol, 0, Unreachable, 0, 0, 0, 0];
        return batch.Begin($"refuse {to}", 24, Create | Replace, head).Attribute(15, (uint)table);
    }

    /// <summary>Says for good which hardware address a neighbour has, so that nobody asks and no table of neighbours overflows.</summary>
    public static NetlinkBatch AddNeighbour(this NetlinkBatch batch, int link, IPAddress neighbour, ReadOnlySpan<byte> hardwareAddress)
    {
        Span<byte> head = [Family(neighbour), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], link);
        BinaryPrimitives.WriteUInt16LittleEndian(head[8..], Permanent);
        return batch.Begin($"note the neighbour {neighbour}", 28, Create | Replace, head)
            .Attribute(1, neighbour.GetAddressBytes()).Attribute(2, hardwareAddress);
    }

    /// <summary>Sends packets that carry a mark by a routing table of their own.</summary>
    public static NetlinkBatch AddRule(this NetlinkBatch batch, AddressFamily family, uint mark, int table)
    {
        ReadOnlySpan<byte> head = [family == AddressFamily.InterNetwork ? (byte)2 : (byte)10, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
        return batch.Begin($"route by mark {mark}", 32, Create | Exclusive, head)
            .Attribute(10, mark).Attribute(15, (uint)table).Attribute(6, 1_000 + mark);
    }

    private static byte Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? (byte)2 : (byte)10;

    /// <summary>struct ifinfomsg.</summary>
    private static byte[] Link(int index, uint flags, uint change)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), index);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), change);
        return bytes;
    }
}
