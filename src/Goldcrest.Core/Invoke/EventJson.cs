using System.Text.Json;

namespace Goldcrest.Core.Invoke;

/// <summary>The one look at an event that the service takes: is it JSON?</summary>
/// <remarks>Source: docs/contracts/invoke.md#events.</remarks>
public static class EventJson
{
    /// <summary>Deepest nesting of arrays and objects that is accepted.</summary>
    public const int MaxDepth = 1_000;

    private const string Source = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); ";

    /// <returns>Null for one whole JSON value; else the refusal as clients are told, with line and column.</returns>
    public static string? FindFlaw(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                // A token is checked when it is read; strings only when somebody asks for them.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !System.Text.Unicode.Utf8.IsValid(reader.ValueSpan))
                {
                    return Word(json);
                }
            }

            return null;
        }
        catch (JsonException)
        {
            return Word(json);
        }
    }

    private static string Word(ReadOnlySpan<byte> json)
    {
        var (text, offset) = new EventJsonScan(json).Run();
        return $"Could not parse request body into json: Could not parse payload into json: {text}\n at {Place(json, offset)}";
    }

    /// <returns>Line and column of a byte, as the service's parser names places.</returns>
    internal static string Place(ReadOnlySpan<byte> json, int offset)
    {
        var before = json[..Math.Min(offset, json.Length)];
        var line = before.Count((byte)'\n') + 1;
        var column = offset - (before.LastIndexOf((byte)'\n') + 1) + 1;
        return $"{Source}line: {line}, column: {column}]";
    }
}
