namespace Goldcrest.Server.Code;

/// <summary>How often the records of one feature name each piece of code.</summary>
internal sealed class CodeUses
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

    /// <param name="before">What a record named until now; code that it named twice stands there twice.</param>
    /// <param name="after">What it names from now on.</param>
    /// <returns>The code that lost its last use.</returns>
    public IReadOnlyList<string> Replace(IEnumerable<string> before, IEnumerable<string> after)
    {
        lock (_lock)
        {
            foreach (var hash in after)
            {
                _counts[hash] = _counts.GetValueOrDefault(hash) + 1;
            }

            return [.. before.Where(DropLocked)];
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
}
