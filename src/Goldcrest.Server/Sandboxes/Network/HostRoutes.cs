using System.Globalization;
using System.Net;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>What the host's routing tables say that the network of sandboxes depends on. Read from /proc, whose form the kernel promises.</summary>
internal sealed class HostRoutes
{
    private const int RouteFromAdvertisement = 0x0004_0000;
    private const int RangeBits = 25;

    private readonly List<Route> _routes;

    private HostRoutes(List<Route> routes, Route6? default6) => (_routes, Default6) = (routes, default6);

    /// <summary>The way out by IPv6; null when the host has none.</summary>
    public Route6? Default6 { get; }

    /// <summary>The interface of the default route; null when the host has none.</summary>
    public string? DefaultInterface => _routes.FirstOrDefault(route => route.To.PrefixLength == 0)?.Interface;

    public static HostRoutes Read() => Parse(Lines("/proc/self/net/route").Skip(1), Lines("/proc/self/net/ipv6_route"));

    public static HostRoutes Parse(IEnumerable<string> routes, IEnumerable<string> routes6) => new(
        [.. routes.Select(line => line.Split('\t')).Where(fields => fields.Length > 7).Select(Route.From)],
        routes6.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(Route6.FindDefault).FirstOrDefault(route => route is not null));

    /// <returns>A /25 of the range that the host sends nowhere but, at most, out by its default route. Null when all is taken.</returns>
    /// <param name="ownLinks">What the names of our servers' links begin with; their routes do not count.</param>
    public IPNetwork? FindFree(IPNetwork range, string ownLinks)
    {
        for (long offset = 0; offset < 1L << (32 - range.PrefixLength); offset += 1L << (32 - RangeBits))
        {
            var candidate = new IPNetwork(RouterAddresses.Plus(range.BaseAddress, offset), RangeBits);
            if (!Overlapping(candidate).Any(link => !link.StartsWith(ownLinks, StringComparison.Ordinal)))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <returns>The links by which the host reaches addresses of a range otherwise than by its default route.</returns>
    public IEnumerable<string> Overlapping(IPNetwork range) => _routes
        .Where(route => route.To.PrefixLength > 0 && (route.To.Contains(range.BaseAddress) || range.Contains(route.To.BaseAddress)))
        .Select(route => route.Interface)
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Lines(string path) => File.Exists(path) ? File.ReadLines(path) : [];

    private sealed record Route(string Interface, IPNetwork To)
    {
        /// <summary>Addresses are written as the hexadecimal number that the machine sees in their bytes.</summary>
        public static Route From(string[] fields) => new(
            fields[0],
            new IPNetwork(
                new IPAddress(uint.Parse(fields[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                System.Numerics.BitOperations.PopCount(uint.Parse(fields[7], NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
    }

    /// <param name="IsAdvertised">Learnt from a router's advertisements, which a host that forwards does not listen to.</param>
    internal sealed record Route6(string Interface, bool IsAdvertised)
    {
        private const int Reject = 0x0200;

        public static Route6? FindDefault(string[] fields)
        {
            if (fields is not [var to, "00", _, _, _, _, _, _, var flagText, var name] || to.Trim('0').Length > 0 || name == "lo")
            {
                return null;
            }

            var flags = int.Parse(flagText, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            return (flags & Reject) == 0 ? new Route6(name, (flags & RouteFromAdvertisement) != 0) : null;
        }
    }
}
