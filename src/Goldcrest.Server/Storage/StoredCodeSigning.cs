using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Goldcrest.Core.CodeSigning;

namespace Goldcrest.Server.Storage;

/// <summary>A code signing configuration as it is kept in the database. Members may be added, never renamed: it outlives releases.</summary>
internal sealed record StoredCodeSigning
{
    public required string Description { get; init; }
    public required IReadOnlyList<string> AllowedPublishers { get; init; }
    public required string Policy { get; init; }
    public required long LastModified { get; init; }
    public Dictionary<string, string>? Tags { get; init; }

    public static DocumentKind<CodeSigningConfig> Kind { get; } = new(
        "code-signing-config",
        config => new DocumentPlace(config.Key.Account, config.Key.Region, config.Key.Id),
        config => JsonSerializer.Serialize(From(config), StoredCodeSigningJson.Default.StoredCodeSigning),
        (place, json) => (JsonSerializer.Deserialize(json, StoredCodeSigningJson.Default.StoredCodeSigning)
            ?? throw new JsonException("The stored configuration is null.")).ToConfig(new CodeSigningKey(place.Account, place.Region, place.Name)));

    private static StoredCodeSigning From(CodeSigningConfig config) => new()
    {
        Description = config.Description,
        AllowedPublishers = config.AllowedPublishers,
        Policy = config.Policy.ToString(),
        LastModified = config.LastModified.ToUnixTimeMilliseconds(),
        Tags = config.Tags.IsEmpty ? null : new Dictionary<string, string>(config.Tags),
    };

    private CodeSigningConfig ToConfig(CodeSigningKey key) => new()
    {
        Key = key,
        Description = Description,
        AllowedPublishers = AllowedPublishers,
        Policy = Enum.Parse<SigningPolicy>(Policy),
        LastModified = DateTimeOffset.FromUnixTimeMilliseconds(LastModified),
        Tags = (Tags ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
    };
}

/// <summary>Serialisers of stored configurations, made at build time.</summary>
[JsonSerializable(typeof(StoredCodeSigning))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class StoredCodeSigningJson : JsonSerializerContext;
