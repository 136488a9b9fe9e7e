using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Goldcrest.Core.Sandboxes;

/// <summary>Reads what an operator says of subnets and security groups.</summary>
/// <remarks>Source: docs/contracts/network.md#vpc.</remarks>
public static class VpcPlanReading
{
    private const int MaxInterfaceName = 15;

    /// <summary>Of this host, loopback, link-local (which sandboxes and their router have), multicast and reserved.</summary>
    private static readonly IPNetwork[] Unusable = [IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("224.0.0.0/3")];

    /// <param name="json">An object with the members <c>subnets</c> and <c>securityGroups</c>.</param>
    /// <returns>The plan, or what is wrong, as the end of a sentence that names the option.</returns>
    public static (VpcPlan? Plan, string? Problem) Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            Only(root, "the value", "subnets", "securityGroups");
            var subnets = Members(root, "subnets").ToDictionary(member => member.Name, member => Subnet(member.Name, member.Value), StringComparer.Ordinal);
            var groups = Members(root, "securityGroups").ToDictionary(member => member.Name, member => (IReadOnlyList<EgressRule>)Rules(member.Name, member.Value), StringComparer.Ordinal);
            RefuseOverlaps([.. subnets.Values.OfType<VpcSubnet.Named>()]);
            return (new VpcPlan(subnets, groups), null);
        }
        catch (Exception bad) when (bad is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return (null, bad is FormatException ? bad.Message : $"must be a JSON object with subnets and securityGroups ({bad.Message})");
        }
    }

    private static IEnumerable<JsonProperty> Members(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var found) ? [.. found.EnumerateObject()] : [];

    private static VpcSubnet Subnet(string id, JsonElement value)
    {
        if (value.TryGetProperty("bridge", out var bridge))
        {
            Only(value, id, "bridge", "address", "gateway", "address6", "gateway6");
            return Bridged(id, bridge.GetString() ?? "", value);
        }

        Only(value, id, "range", "outbound");
        return IPNetwork.TryParse(Text(value, "range") ?? "", out var range) && range is { BaseAddress.AddressFamily: AddressFamily.InterNetwork, PrefixLength: >= 8 and <= 28 }
            ? Unusable.Any(unusable => Overlap(unusable, range))
                ? throw new FormatException($"has a subnet {id} with the range {range}, whose addresses are no host's")
                : new VpcSubnet.Named(id, range, value.TryGetProperty("outbound", out var outbound) && outbound.GetBoolean())
            : throw new FormatException($"has a subnet {id} with neither a bridge nor a range from /8 to /28 such as 10.20.0.0/24");
    }

    private static VpcSubnet.Bridged Bridged(string id, string bridge, JsonElement value)
    {
        if (bridge.Length is 0 or > MaxInterfaceName)
        {
            throw new FormatException($"has a subnet {id} whose bridge is no name of an interface");
        }

        return new VpcSubnet.Bridged(id, bridge, Address(id, value, "address", AddressFamily.InterNetwork) ?? throw Bad(id, "address"), Gateway(id, value, "gateway", AddressFamily.InterNetwork))
        {
            Address6 = Address(id, value, "address6", AddressFamily.InterNetworkV6),
            Gateway6 = Gateway(id, value, "gateway6", AddressFamily.InterNetworkV6),
        };
    }

    private static BridgeAddress? Address(string id, JsonElement value, string member, AddressFamily family) => Text(value, member) switch
    {
        null => null,
        var text => BridgeAddress.TryParse(text) is { } parsed && parsed.Address.AddressFamily == family ? parsed : throw Bad(id, member),
    };

    private static IPAddress? Gateway(string id, JsonElement value, string member, AddressFamily family) => Text(value, member) switch
    {
        null => null,
        var text => IPAddress.TryParse(text, out var parsed) && parsed.AddressFamily == family ? parsed : throw Bad(id, member),
    };

    private static List<EgressRule> Rules(string id, JsonElement value) => [.. value.EnumerateArray().Select(rule => Rule(id, rule))];

    private static EgressRule Rule(string id, JsonElement value)
    {
        Only(value, id, "protocol", "ports", "to");
        if (!Enum.TryParse<EgressProtocol>(Text(value, "protocol") ?? "all", ignoreCase: true, out var protocol) || !Enum.IsDefined(protocol))
        {
            throw new FormatException($"has a security group {id} with a protocol that is none of all, tcp, udp and icmp");
        }

        var to = Text(value, "to") is { } range ? IPNetwork.TryParse(range, out var parsed) ? parsed : throw Bad(id, "to") : (IPNetwork?)null;
        return Text(value, "ports") is not { } ports ? new EgressRule(protocol, null, null, to)
            : protocol is EgressProtocol.Tcp or EgressProtocol.Udp && Ports(ports) is var (first, last) ? new EgressRule(protocol, first, last, to)
            : throw Bad(id, "ports");
    }

    private static (int First, int Last)? Ports(string text)
    {
        var ends = text.Split('-');
        return ends.Length <= 2 && Port(ends[0]) is { } first && Port(ends[^1]) is { } last && first <= last ? (first, last) : null;
    }

    private static int? Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= 65_535 ? port : null;

    private static void RefuseOverlaps(IReadOnlyList<VpcSubnet.Named> subnets)
    {
        foreach (var (one, other) in subnets.SelectMany((one, index) => subnets.Skip(index + 1).Select(other => (one, other))))
        {
            if (Overlap(one.Range, other.Range))
            {
                throw new FormatException($"has subnets {one.Id} and {other.Id} whose ranges overlap");
            }
        }
    }

    private static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    /// <summary>What is misspelt must not pass for what is left out.</summary>
    private static void Only(JsonElement value, string where, params string[] names)
    {
        if (value.EnumerateObject().FirstOrDefault(member => !names.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            throw new FormatException($"has in {where} a member '{unknown.Name}' that is none of {string.Join(", ", names)}");
        }
    }

    /// <summary>Numbers may stand for ports.</summary>
    private static string? Text(JsonElement value, string member) => value.TryGetProperty(member, out var found) ? found.ToString() : null;

    private static FormatException Bad(string id, string member) => new($"has in {id} a member '{member}' that cannot be read");
}
