using System.Net;

namespace Goldcrest.Server.Sandboxes.Network.Dns;

/// <summary>Who is asked about names: those that were configured, or whoever the host asks at the moment.</summary>
internal sealed class Resolvers
{
    private const string HostFile = "/etc/resolv.conf";
    private const int Port = 53;
    private const int Most = 3;

    private readonly Lock _lock = new();
    private readonly string? _file;
    private (DateTime Changed, long Bytes)? _read;
    private IReadOnlyList<IPEndPoint> _known;

    private Resolvers(string? file, IReadOnlyList<IPEndPoint> known) => (_file, _known) = (file, known);

    /// <param name="configured">Addresses, each with or without a port, separated by commas; null: the host's. Checked by <see cref="TryParse"/> before.</param>
    public static Resolvers From(string? configured) => configured is null ? OfFile(HostFile) : new Resolvers(null, TryParse(configured) ?? []);

    /// <param name="file">Like /etc/resolv.conf, or a link to one; read anew when it changes.</param>
    public static Resolvers OfFile(string file) => new(file, []);

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
            if (_file is not null)
            {
                ReadLocked(_file);
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

    /// <summary>By the opened file: it is mostly a link to one that some program writes anew, while the link itself never changes.</summary>
    private void ReadLocked(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var seen = (File.GetLastWriteTimeUtc(file), RandomAccess.GetLength(file));
            if (seen != _read)
            {
                using var text = new StreamReader(new FileStream(file, FileAccess.Read));
                (_read, _known) = (seen, Parse(text.ReadToEnd().Split(['\r', '\n'])));
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            (_read, _known) = (null, []);
        }
    }
}
