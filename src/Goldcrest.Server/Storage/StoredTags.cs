using System.Collections.Immutable;
using System.Text.Json;

namespace Goldcrest.Server.Storage;

/// <summary>Tags as they are kept in the database. Equal tags make equal text.</summary>
internal static class StoredTags
{
    public static string Write(ImmutableSortedDictionary<string, string> tags) =>
        JsonSerializer.Serialize(tags.ToDictionary(), StoredJson.Default.DictionaryStringString);

    public static ImmutableSortedDictionary<string, string> Read(string json) =>
        (JsonSerializer.Deserialize(json, StoredJson.Default.DictionaryStringString) ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal);
}
