using Goldcrest.Core.Layers;

namespace Goldcrest.Server.Layers;

/// <summary>How many layer versions name each piece of code.</summary>
internal sealed class LayerCodeUses
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public bool Contains(string sha256Hex)
    {
        lock (_lock)
        {
            return _counts.ContainsKey(sha256Hex);
        }
    }

    /// <param name="before">Null when there was nothing.</param>
    /// <param name="after">Null when there is nothing any more.</param>
    /// <returns>The code that lost its last use.</returns>
    public IReadOnlyList<string> Replace(LayerRecord? before, LayerRecord? after)
    {
        lock (_lock)
        {
            foreach (var version in Only(after, before))
            {
                _counts[version.Code.Sha256Hex] = _counts.GetValueOrDefault(version.Code.Sha256Hex) + 1;
            }

            return [.. Only(before, after).Select(version => version.Code.Sha256Hex).Where(DropLocked)];
        }
    }

    private bool DropLocked(string hash)
    {
        if (--_counts[hash] > 0)
        {
            return false;
        }

        _counts.Remove(hash);
        return true;
    }

    /// <summary>The versions of one state that the other lacks. The code of a version never changes.</summary>
    private static IEnumerable<LayerVersion> Only(LayerRecord? one, LayerRecord? other) =>
        one?.Versions.Values.Where(version => other?.Find(version.Key.Number) is null) ?? [];
}
