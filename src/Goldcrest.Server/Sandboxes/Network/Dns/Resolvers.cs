using System.Net;

namespace Goldcrest.Server.Sandboxes.Network.Dns;

/// <summary>Who is asked about names: those that were configured, or whoever the host asks at the moment.</summary>
internal sealed class Resolvers
{
    private const string HostFile = "/etc/resolv.conf";
    private const int Port = 53;
    private const int Most = 3;

    private readonly Lock _lock = new();
    private readonly bool _isFixed;
    private DateTime _changed;
    private IReadOnlyList<IPEndPoint> _known = [];

    private Resolvers(IReadOnlyList<IPEndPoint>? configured) => (_isFixed, _known) = (configured is not null, configured ?? []);

    /// <param name="configured">Addresses, each with or without a port, separated by commas; null: the host's. Checked by <see cref="TryParse"/> before.</param>
    public static Resolvers From(string? configured) => new(configured is null ? null : TryParse(configured));

    /// <returns>Null when a part is no address.</returns>
    public static IReadOnlyList<IPEndPoint>? TryParse(string configured)
    {
        var parsed = configured.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => IPEndPoint.TryParse(text, out var end) ? end : null)
            .ToList();
        return parsed.Contains(null) ? null : [.. parsed.Select(end => end!.Port == 0 ? new IPEndPoint(end.Address, Port) : end)];
    }

    /// <returns>In the order in which to ask; empty when there is nobody.</returns>
    public IReadOnlyList<IPEndPoint> Current()
    {
        lock (_lock)
        {
            if (!_isFixed && File.GetLastWriteTimeUtc(HostFile) is var changed && changed != _changed)
            {
                (_changed, _known) = (changed, ReadHost());
            }

            return _known;
        }
    }

    /// <param name="lines">Of a file like /etc/resolv.conf.</param>
    public static IReadOnlyList<IPEndPoint> Parse(IEnumerable<string> lines) =>
    [
        .. lines.Select(line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", _, ..])
            .Select(words => IPAddress.TryParse(words[1], out var address) ? address : null)
            .OfType<IPAddress>()
            .Take(Most)
            .Select(address => new IPEndPoint(address, Port)),
    ];

    private static IReadOnlyList<IPEndPoint> ReadHost()
    {
        try
        {
            return Parse(File.ReadLines(HostFile));
        }
        catch (IOException)
        {
            return [];
        }
    }
}
