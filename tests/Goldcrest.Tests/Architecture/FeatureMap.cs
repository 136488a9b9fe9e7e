using System.Text.RegularExpressions;

namespace Goldcrest.Tests.Architecture;

/// <summary>Which feature uses which: as ARCHITECTURE.md says it, and as the <c>using</c> lines do it.</summary>
internal static partial class FeatureMap
{
    /// <param name="markdown">A page with one table headed <c>| Feature | uses |</c>; a dash in a cell means nothing.</param>
    /// <returns>The features used, by feature. Empty when the page has no such table.</returns>
    public static SortedDictionary<string, SortedSet<string>> Parse(string markdown)
    {
        var map = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        var rows = markdown.Split('\n')
            .SkipWhile(line => !Heading().IsMatch(line))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'));
        foreach (var row in rows)
        {
            var cells = row.Trim().Trim('|').Split('|');
            map[FeatureName().Match(cells[0]).Value] = [.. FeatureName().Matches(cells[1]).Select(match => match.Value)];
        }

        return map;
    }

    /// <param name="files">Path and text of every source below src/Goldcrest.Server.</param>
    /// <returns>The folders of the server that each folder uses, itself left out.</returns>
    public static SortedDictionary<string, SortedSet<string>> FromSources(IEnumerable<(string Path, string Text)> files)
    {
        var map = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (path, text) in files)
        {
            var feature = path.Split('/') is [_, _, var folder, _, ..] ? folder : null;
            if (feature is null)
            {
                continue;
            }

            map.TryAdd(feature, []);
            map[feature].UnionWith(Using().Matches(text).Select(match => match.Groups[1].Value).Where(used => used != feature));
        }

        return map;
    }

    [GeneratedRegex(@"^\|\s*Feature\s*\|\s*uses\s*\|", RegexOptions.IgnoreCase)]
    private static partial Regex Heading();

    [GeneratedRegex("[A-Z][A-Za-z0-9]+")]
    private static partial Regex FeatureName();

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?Goldcrest\.Server\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
