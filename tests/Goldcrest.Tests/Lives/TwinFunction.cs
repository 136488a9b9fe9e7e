using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

internal sealed class TwinFunction(string name, TwinVersion latest)
{
    public const string LatestNumber = "$LATEST";

    public string Name { get; } = name;

    public string Arn { get; } = Twin.FunctionArn(name);

    public TwinVersion Latest { get; } = latest;

    public SortedDictionary<int, TwinVersion> Published { get; } = [];

    public int NextNumber { get; set; } = 1;

    public SortedDictionary<string, TwinAlias> Aliases { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Tags { get; set; } = new(StringComparer.Ordinal);

    public int? Reserved { get; set; }

    /// <summary>By qualifier, <c>$LATEST</c> for none.</summary>
    public SortedDictionary<string, TwinRetries> Retries { get; } = new(StringComparer.Ordinal);

    /// <summary>Statements by qualifier, the empty one for none; none of the lists is empty.</summary>
    public Dictionary<string, List<(string Sid, JsonObject Statement)>> Policies { get; } = [];

    public IEnumerable<TwinVersion> Versions => Published.Values.Prepend(Latest);

    public IEnumerable<string> Qualifiers => Versions.Select(version => version.Number).Concat(Aliases.Keys);

    public TwinVersion? Find(string? qualifier) => qualifier switch
    {
        null or LatestNumber => Latest,
        _ when Aliases.TryGetValue(qualifier, out var alias) => Find(alias.Version),
        _ when int.TryParse(qualifier, out var number) => Published.GetValueOrDefault(number),
        _ => null,
    };

    /// <summary>The revision that guards what is named: an alias has its own.</summary>
    public TwinRevision RevisionOf(string? qualifier) =>
        qualifier is not null && Aliases.TryGetValue(qualifier, out var alias) ? alias.Revision : Find(qualifier)!.Revision;

    /// <summary>Forgets what hangs on a version or alias.</summary>
    public void Forget(string qualifier)
    {
        Policies.Remove(qualifier);
        Retries.Remove(qualifier);
    }
}
