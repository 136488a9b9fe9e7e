using System.Runtime.CompilerServices;

namespace Goldcrest.Wire.Protocol;

/// <summary>A request path cut at its slashes, without copying. One trailing slash is forgiven, because older clients send it.</summary>
internal ref struct WirePath
{
    private const int MaxSegments = 8;
    private const int MaxLength = 8192;

    private readonly string _raw;
    private Cuts _cuts;

    public WirePath(string raw)
    {
        _raw = raw;
        var end = raw.Length > 1 && raw[^1] == '/' ? raw.Length - 1 : raw.Length;
        Count = raw.Length is 0 or > MaxLength || raw[0] != '/' ? 0 : Cut(end);
    }

    /// <summary>Segments; 0 when the path is too long, has too many of them, or has an empty one, <c>.</c> or <c>..</c>: signers resolve those.</summary>
    public int Count { get; }

    public readonly ReadOnlySpan<char> this[int segment] => _raw.AsSpan()[At(segment)];

    public readonly Range At(int segment) => (_cuts[segment] + 1).._cuts[segment + 1];

    private int Cut(int end)
    {
        var count = 0;
        for (var at = 1; at <= end; at++)
        {
            if (at < end && _raw[at] != '/')
            {
                continue;
            }

            if (count == MaxSegments || _raw.AsSpan()[(_cuts[count] + 1)..at] is "" or "." or "..")
            {
                return 0;
            }

            count++;
            _cuts[count] = at;
        }

        return count;
    }

    [InlineArray(MaxSegments + 1)]
    private struct Cuts
    {
        private int _first;
    }
}
