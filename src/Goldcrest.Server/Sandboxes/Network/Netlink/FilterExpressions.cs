using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Goldcrest.Server.Sandboxes.Network.Netlink;

/// <summary>What rules of nftables are made of: a value is put into a register, and what follows asks for it.</summary>
/// <remarks>Numbers are the kernel's (linux/netfilter/nf_tables.h).</remarks>
internal static class FilterExpressions
{
    private const int LinkNameBytes = 16;
    private const uint Register = 1;
    private const uint VerdictRegister = 0;
    private const uint Equal = 0;
    private const uint NotEqual = 1;
    private const uint InputLink = 6;
    private const uint OutputLink = 7;
    private const uint PacketFamily = 15;
    private const uint ConnectionState = 0;
    private const uint NetworkHeader = 1;
    private const uint RejectByFamily = 2;
    private const byte AdministrativelyProhibited = 3;
    private const uint Dropped = 0;

    public static NetlinkBatch ComesBy(this NetlinkBatch rule, string link) => rule.Load("meta", InputLink).Compare(Equal, NameOf(link));

    public static NetlinkBatch LeavesBy(this NetlinkBatch rule, string link) => rule.Load("meta", OutputLink).Compare(Equal, NameOf(link));

    /// <summary>The packet opens a connection, or belongs to none.</summary>
    public static NetlinkBatch IsNewOrInvalid(this NetlinkBatch rule)
    {
        byte[] newOrInvalid = [1 | 8, 0, 0, 0];
        return rule.Load("ct", ConnectionState)
            .Expression("bitwise", bits => bits
                .BigEndian(1, Register).BigEndian(2, Register).BigEndian(3, sizeof(uint))
                .Nest(4, default, mask => mask.Attribute(1, newOrInvalid))
                .Nest(5, default, flipped => flipped.Attribute(1, new byte[sizeof(uint)])))
            .Compare(NotEqual, new byte[sizeof(uint)]);
    }

    public static NetlinkBatch ComesFrom(this NetlinkBatch rule, IPAddress address)
    {
        var (family, offset) = address.AddressFamily == AddressFamily.InterNetwork ? ((byte)2, 12u) : ((byte)10, 8u);
        var bytes = address.GetAddressBytes();
        return rule.Load("meta", PacketFamily).Compare(Equal, [family])
            .Expression("payload", part => part.BigEndian(1, Register).BigEndian(2, NetworkHeader).BigEndian(3, offset).BigEndian(4, (uint)bytes.Length))
            .Compare(Equal, bytes);
    }

    /// <summary>Tells the sender by an ICMP message of its packet's family.</summary>
    public static NetlinkBatch Reject(this NetlinkBatch rule) =>
        rule.Expression("reject", how => how.BigEndian(1, RejectByFamily).Attribute(2, [AdministrativelyProhibited]));

    public static NetlinkBatch Drop(this NetlinkBatch rule) => rule.Expression("immediate", verdict => verdict
        .BigEndian(1, VerdictRegister).Nest(2, default, data => data.Nest(2, default, code => code.BigEndian(1, Dropped))));

    /// <summary>Gives the packet the address of the link that it leaves by.</summary>
    public static NetlinkBatch Masquerade(this NetlinkBatch rule) => rule.Expression("masq", static _ => { });

    private static NetlinkBatch Load(this NetlinkBatch rule, string from, uint key) =>
        rule.Expression(from, data => data.BigEndian(1, Register).BigEndian(2, key));

    private static NetlinkBatch Compare(this NetlinkBatch rule, uint how, byte[] value) =>
        rule.Expression("cmp", data => data.BigEndian(1, Register).BigEndian(2, how).Nest(3, default, operand => operand.Attribute(1, value)));

    /// <summary>All of it with the zeros behind, so that no longer name is meant.</summary>
    private static byte[] NameOf(string link)
    {
        var name = new byte[LinkNameBytes];
        Encoding.ASCII.GetBytes(link, name);
        return name;
    }
}
