using System.Text.Json;

namespace Goldcrest.Core.EventSources.Filters;

/// <summary>One filter of an event source mapping: which records reach the function. Immutable; any number of threads may use one.</summary>
/// <remarks>Source: docs/contracts/event-source-mappings.md#filters.</remarks>
public sealed class FilterPattern
{
    private readonly ObjectRule _rule;

    private FilterPattern(ObjectRule rule) => _rule = rule;

    /// <param name="text">What a client wrote; anything.</param>
    /// <returns>Null when it is no pattern.</returns>
    public static FilterPattern? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return FilterReading.Read(document.RootElement) is { } rule ? new FilterPattern(rule) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException or InvalidOperationException)
        {
            // The last two are what half a surrogate pair comes to, in the text itself or written as an escape.
            return null;
        }
    }

    /// <param name="record">A record as the function would get it, its data decoded.</param>
    public bool Matches(JsonElement record)
    {
        try
        {
            return _rule.Matches(record, new FilteredRecord(record));
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape, cannot be compared with anything: such a record matches nothing.
            return false;
        }
    }
}
