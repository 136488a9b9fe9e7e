using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Functions;

/// <summary>How many deployments name each piece of code, as their own or as a layer's.</summary>
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

    /// <param name="before">Was in force; null when there was nothing.</param>
    /// <param name="after">Is in force from now on; null when nothing is.</param>
    /// <returns>The code that lost its last use.</returns>
    public IReadOnlyList<string> Replace(FunctionRecord? before, FunctionRecord? after)
    {
        lock (_lock)
        {
            foreach (var hash in Hashes(after))
            {
                _counts[hash] = _counts.GetValueOrDefault(hash) + 1;
            }

            return [.. Hashes(before).Where(DropLocked)];
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

    private static IEnumerable<string> Hashes(FunctionRecord? function)
    {
        foreach (var version in function?.Versions ?? [])
        {
            foreach (var hash in Hashes(version.Current).Concat(version.Previous is { } previous ? Hashes(previous) : []))
            {
                yield return hash;
            }
        }
    }

    /// <summary>An image is no code of the store.</summary>
    private static IEnumerable<string> Hashes(Deployment deployment) =>
        deployment.Settings.Layers.Select(layer => layer.Code).Prepend(deployment.Code).Where(code => code.Image is null).Select(code => code.Sha256Hex);
}
