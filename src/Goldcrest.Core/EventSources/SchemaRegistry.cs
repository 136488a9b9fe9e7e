namespace Goldcrest.Core.EventSources;

/// <summary>Where the schemas of Kafka records are, and what is done with them.</summary>
/// <param name="Uri">A registry's ARN or address.</param>
/// <param name="RecordFormat"><c>JSON</c> or <c>SOURCE</c>.</param>
/// <param name="Validated">Which parts of a record are decoded: <c>KEY</c>, <c>VALUE</c>.</param>
public sealed record SchemaRegistry(
    string? Uri, string? RecordFormat, IReadOnlyList<SourceAccess> Access, IReadOnlyList<string> Validated)
{
    /// <summary>Asked for like this, a registry is to be removed.</summary>
    public bool IsEmpty => this is { Uri: null, RecordFormat: null, Access: [], Validated: [] };
}
