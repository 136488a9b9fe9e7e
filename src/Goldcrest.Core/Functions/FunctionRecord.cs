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

    /// <summary>Bytes of the zips of all versions, each counted by itself.</summary>
    public long CodeBytes => Versions.Sum(version => version.Current.Code.Bytes);

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

    /// <summary>A function that did not exist before: <c>$LATEST</c> alone, pending.</summary>
    public static FunctionRecord Create(
        FunctionKey key, FunctionSettings settings, CodeReference code, IReadOnlyDictionary<string, string>? tags, ChangeStamp stamp) => new()
        {
            Key = key,
            Latest = new FunctionVersion
            {
                Key = key,
                Number = FunctionVersion.Latest,
                Current = new Deployment(stamp.DeploymentId, settings, code),
                Phase = FunctionPhase.Pending,
                RevisionId = stamp.RevisionId,
                LastModified = stamp.Time,
            },
            Tags = (tags ?? new Dictionary<string, string>()).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };

    /// <summary>The version published last, when <c>$LATEST</c> is as it was then; else null.</summary>
    /// <remarks>Source: docs/contracts/functions.md#versions.</remarks>
    public FunctionVersion? FindUnchangedPublished() =>
        Published.Values.LastOrDefault() is { } last && IsUnchangedSince(last) ? last : null;

    /// <summary>Freezes <c>$LATEST</c> under the next number. That is a change of <c>$LATEST</c> too, so it gets a new revision.</summary>
    /// <param name="description">Null keeps that of <c>$LATEST</c>.</param>
    /// <param name="phase">Active when the code of <c>$LATEST</c> is laid out already.</param>
    /// <param name="stamp">For the version.</param>
    /// <param name="latestRevisionId">For <c>$LATEST</c>.</param>
    /// <returns>The function with one more version, and that version.</returns>
    public (FunctionRecord Function, FunctionVersion Version) Publish(
        string? description, FunctionPhase phase, ChangeStamp stamp, string latestRevisionId)
    {
        var settings = Latest.Current.Settings;
        var version = new FunctionVersion
        {
            Key = Key,
            Number = NextNumber.ToString(CultureInfo.InvariantCulture),
            Current = new Deployment(stamp.DeploymentId, settings with { Description = description ?? settings.Description }, Latest.Current.Code),
            Phase = phase,
            RevisionId = stamp.RevisionId,
            LastModified = stamp.Time,
            SourceDescription = settings.Description,
        };
        var function = this with
        {
            Latest = Latest with { RevisionId = latestRevisionId },
            Published = Published.Add(NextNumber, version),
            NextNumber = NextNumber + 1,
        };
        return (function, version);
    }

    /// <summary>The function with one of its versions replaced by another of the same number.</summary>
    public FunctionRecord With(FunctionVersion version) => version.IsLatest
        ? this with { Latest = version }
        : this with { Published = Published.SetItem(int.Parse(version.Number, CultureInfo.InvariantCulture), version) };

    /// <summary>The function without one of its published versions and what hangs on it; the same when there is no such version.</summary>
    public FunctionRecord Without(int number) => this with
    {
        Published = Published.Remove(number),
        Attachments = Attachments.Without(number.ToString(CultureInfo.InvariantCulture)),
    };

    private bool IsUnchangedSince(FunctionVersion published)
    {
        var (now, then) = (Latest.Current, published.Current);
        return now.Code == then.Code
            && now.Settings.Description == published.SourceDescription
            && now.Settings with { Description = "", Environment = null } == then.Settings with { Description = "", Environment = null }
            && SameVariables(now.Settings.Environment, then.Settings.Environment);
    }

    private static bool SameVariables(IReadOnlyDictionary<string, string>? a, IReadOnlyDictionary<string, string>? b) =>
        (a?.Count ?? 0) == (b?.Count ?? 0) && (a is null || a.All(pair => b!.TryGetValue(pair.Key, out var value) && value == pair.Value));
}
