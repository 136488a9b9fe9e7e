namespace Goldcrest.Core.EventSources;

/// <summary>Names one event source mapping for ever.</summary>
/// <param name="Uuid">In lower case, with hyphens.</param>
public readonly record struct MappingKey(string Account, string Region, string Uuid)
{
    public string Arn => $"arn:aws:lambda:{Region}:{Account}:event-source-mapping:{Uuid}";
}
