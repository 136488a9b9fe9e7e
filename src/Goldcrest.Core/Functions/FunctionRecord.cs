using System.Collections.Immutable;
using System.Globalization;
using Goldcrest.Core.Functions.Attached;

namespace Goldcrest.Core.Functions;

/// <summary>One function with all that belongs to it. Immutable; a change makes another one.</summary>
public sealed record FunctionRecord
{
    public required FunctionKey Key { get; init; }

    public required FunctionVersion Latest { get; init; }

    /// <summary>Published versions by number, ascending.</summary>
    public ImmutableSortedDictionary<int, FunctionVersion> Published { get; init; } = ImmutableSortedDictionary<int, FunctionVersion>.Empty;

    /// <summary>The number the next published version gets; only grows, so that no number is used twice.</summary>
    public int NextNumber { get; init; } = 1;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public FunctionAttachments Attachments { get; init; } = FunctionAttachments.None;

    /// <summary><c>$LATEST</c> first, then the published ones ascending.</summary>
    public IEnumerable<FunctionVersion> Versions => Published.Values.Prepend(Latest);

    /// <param name="qualifier">A version or an alias, which stands for its own version; null stands for <c>$LATEST</c>.</param>
    /// <returns>Null when there is no such version.</returns>
    public FunctionVersion? Find(string? qualifier) => Route(qualifier, draw: 1);

    /// <summary>The version that one request goes to: an alias may share its requests out.</summary>
    /// <param name="draw">Drawn anew for every request, evenly from 0 (inclusive) to 1 (exclusive).</param>
    public FunctionVersion? Route(string? qualifier, double draw) => qualifier switch
    {
        null or FunctionVersion.Latest => Latest,
        _ when FunctionVersion.FindNumber(qualifier) is { } number => Published.GetValueOrDefault(number),
        _ => Attachments.Aliases.TryGetValue(qualifier, out var alias) ? Route(alias.VersionFor(draw), draw) : null,
    };

    /// <summary>The version published last, when <c>$LATEST</c> has not changed since in anything but its description; else null.</summary>
    public FunctionVersion? FindUnchangedPublished()
    {
        if (Published.IsEmpty)
        {
            return null;
        }

        var last = Published[Published.Keys.Max()];
        return SameCodeAndSettings(last.Current, Latest.Current) ? last : null;
    }

    /// <param name="description">Null keeps that of <c>$LATEST</c>.</param>
    /// <returns>The function with one more version, and that version.</returns>
    public (FunctionRecord Function, FunctionVersion Version) Publish(
        string? description, FunctionPhase phase, string deploymentId, string revisionId, DateTimeOffset now)
    {
        var settings = description is null ? Latest.Current.Settings : Latest.Current.Settings with { Description = description };
        var version = new FunctionVersion
        {
            Key = Key,
            Number = NextNumber.ToString(CultureInfo.InvariantCulture),
            Current = new Deployment(deploymentId, settings, Latest.Current.Code),
            Phase = phase,
            RevisionId = revisionId,
            LastModified = now,
        };
        return (this with { Published = Published.Add(NextNumber, version), NextNumber = NextNumber + 1 }, version);
    }

    /// <summary>The function with one of its versions replaced by another of the same number.</summary>
    public FunctionRecord With(FunctionVersion version) => version.Number == FunctionVersion.Latest
        ? this with { Latest = version }
        : this with { Published = Published.SetItem(int.Parse(version.Number, CultureInfo.InvariantCulture), version) };

    /// <summary>The function without one of its published versions and what hangs on it; the same when there is no such version.</summary>
    public FunctionRecord Without(int number) => this with
    {
        Published = Published.Remove(number),
        Attachments = Attachments.Without(number.ToString(CultureInfo.InvariantCulture)),
    };

    private static bool SameCodeAndSettings(Deployment a, Deployment b) =>
        a.Code.Sha256Hex == b.Code.Sha256Hex
        && a.Settings with { Description = "", Environment = null } == b.Settings with { Description = "", Environment = null }
        && SameVariables(a.Settings.Environment, b.Settings.Environment);

    private static bool SameVariables(IReadOnlyDictionary<string, string>? a, IReadOnlyDictionary<string, string>? b) =>
        (a?.Count ?? 0) == (b?.Count ?? 0) && (a is null || a.All(pair => b!.TryGetValue(pair.Key, out var value) && value == pair.Value));
}
