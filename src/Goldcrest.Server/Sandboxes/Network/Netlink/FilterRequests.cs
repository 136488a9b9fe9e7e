using System.Buffers.Binary;

namespace Goldcrest.Server.Sandboxes.Network.Netlink;

/// <summary>The requests that we make of nftables for a table of the family <c>inet</c>. Numbers are the kernel's (linux/netfilter/nf_tables.h, nfnetlink.h).</summary>
internal static class FilterRequests
{
    public const string Filter = "filter";
    public const string Nat = "nat";
    public const uint HookInput = 1;
    public const uint HookForward = 2;
    public const uint HookPostrouting = 4;

    private const byte Inet = 1;
    private const byte AnyFamily = 0;
    private const ushort Subsystem = 10;
    private const ushort BeginBatch = 16;
    private const ushort EndBatch = 17;
    private const ushort NewTable = 0;
    private const ushort NewChain = 3;
    private const ushort NewRule = 6;
    private const ushort Create = 0x400;
    private const ushort Append = 0x800;
    private const uint Owner = 2;
    private const ushort ListElement = 1;

    /// <summary>What the requests of <paramref name="requests"/> change is changed in one step, or not at all.</summary>
    public static NetlinkBatch Transaction(this NetlinkBatch batch, Action<NetlinkBatch> requests)
    {
        ReadOnlySpan<byte> head = [AnyFamily, 0, 0, (byte)Subsystem];
        batch.Bracket(BeginBatch, head);
        requests(batch);
        return batch.Bracket(EndBatch, head);
    }

    /// <summary>A table that nobody but the socket can change or flush, and that goes with it.</summary>
    public static NetlinkBatch AddOwnTable(this NetlinkBatch batch, string table) =>
        batch.BeginRequest($"make the nftables table {table}", NewTable, Create).Attribute(1, table).BigEndian(2, Owner);

    public static NetlinkBatch AddChain(this NetlinkBatch batch, string table, string chain, string type, uint hook, int priority) => batch
        .BeginRequest($"make the nftables chain {chain}", NewChain, Create)
        .Attribute(1, table)
        .Attribute(3, chain)
        .Nest(4, default, at => at.BigEndian(1, hook).BigEndian(2, (uint)priority))
        .Attribute(7, type);

    /// <param name="expressions">What the packet must be, and then what happens to it.</param>
    public static NetlinkBatch AddRule(this NetlinkBatch batch, string table, string chain, Action<NetlinkBatch> expressions) => batch
        .BeginRequest($"add a rule to the nftables chain {chain}", NewRule, Create | Append)
        .Attribute(1, table)
        .Attribute(2, chain)
        .Nest(4, default, expressions);

    internal static NetlinkBatch Expression(this NetlinkBatch batch, string name, Action<NetlinkBatch> data) =>
        batch.Nest(ListElement, default, element => element.Attribute(1, name).Nest(2, default, data));

    internal static NetlinkBatch BigEndian(this NetlinkBatch batch, ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return batch.Attribute(type, bytes);
    }

    private static NetlinkBatch BeginRequest(this NetlinkBatch batch, string step, ushort request, int flags) =>
        batch.Begin(step, (ushort)((Subsystem << 8) | request), (ushort)flags, [Inet, 0, 0, 0]);
}
