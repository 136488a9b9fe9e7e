using System.Collections.Immutable;

namespace Goldcrest.Core.Layers;

/// <summary>One layer with its versions. Stays when its last version goes, since its numbers are never used again. Immutable.</summary>
public sealed record LayerRecord
{
    public required LayerKey Key { get; init; }

    /// <summary>By number, ascending.</summary>
    public ImmutableSortedDictionary<long, LayerVersion> Versions { get; init; } = ImmutableSortedDictionary<long, LayerVersion>.Empty;

    /// <summary>The number that the next version gets; only grows.</summary>
    public long NextNumber { get; init; } = 1;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Bytes of the zips of all versions, each counted by itself.</summary>
    public long CodeBytes => Versions.Values.Sum(version => version.Code.Bytes);

    /// <returns>Null when there is no such version, or no longer.</returns>
    public LayerVersion? Find(long number) => Versions.GetValueOrDefault(number);

    /// <returns>The newest version that suits; null when none does.</returns>
    public LayerVersion? FindLatest(string? runtime, string? architecture) =>
        Versions.Values.LastOrDefault(version => version.Suits(runtime, architecture));

    /// <returns>The layer with one more version, and that version.</returns>
    public (LayerRecord Layer, LayerVersion Version) Publish(LayerDraft draft, DateTimeOffset now)
    {
        var version = new LayerVersion
        {
            Key = new LayerVersionKey(Key, NextNumber),
            Code = draft.Code,
            UnpackedBytes = draft.UnpackedBytes,
            Created = now,
            Description = draft.Description,
            LicenseInfo = draft.LicenseInfo,
            CompatibleRuntimes = draft.CompatibleRuntimes,
            CompatibleArchitectures = draft.CompatibleArchitectures,
        };
        return (this with { Versions = Versions.Add(NextNumber, version), NextNumber = NextNumber + 1 }, version);
    }

    /// <summary>The layer with one of its versions replaced by another of the same number.</summary>
    public LayerRecord With(LayerVersion version) => this with { Versions = Versions.SetItem(version.Key.Number, version) };

    /// <summary>The layer without this version; tags go with the last one.</summary>
    public LayerRecord Without(long number)
    {
        var left = Versions.Remove(number);
        return this with { Versions = left, Tags = left.IsEmpty ? Tags.Clear() : Tags };
    }
}
