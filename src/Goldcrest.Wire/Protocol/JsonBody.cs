using System.Text.Json;

namespace Goldcrest.Wire.Protocol;

/// <summary>Reads the JSON of request bodies. Every value reader stands on the value's token and leaves on its last one.</summary>
/// <exception cref="WireFormatException">A value is of another type than the member.</exception>
/// <exception cref="JsonException">The text is not JSON, or nests deeper than 64 levels.</exception>
internal static class JsonBody
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 64 };

    public delegate T ItemReader<T>(ref Utf8JsonReader reader);

    /// <returns>A reader on the first token; <paramref name="isObject"/> is false for a body that is empty or <c>null</c>.</returns>
    public static Utf8JsonReader Open(ReadOnlyMemory<byte> body, out bool isObject)
    {
        var reader = new Utf8JsonReader(body.Span, Strict);
        isObject = false;
        if (!body.IsEmpty)
        {
            reader.Read();
            isObject = IsObject(ref reader);
        }

        return reader;
    }

    /// <summary>Refuses anything but blanks after the value.</summary>
    public static void Close(ref Utf8JsonReader reader)
    {
        // An empty body never had a token, and reading on would say that JSON was expected.
        if (reader.TokenType != JsonTokenType.None)
        {
            reader.Read();
        }
    }

    /// <returns>False for null.</returns>
    public static bool IsObject(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => true,
        JsonTokenType.Null => false,
        _ => throw Mismatch(ref reader, "a structure"),
    };

    /// <returns>False at the object's end; else the reader stands on a member's name.</returns>
    public static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Compares the member's name and, when it is this one, goes on to the value.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name) && reader.Read();
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair is none of ours; it is skipped like any unknown member.
            return false;
        }
    }

    /// <summary>Goes over the value of a member that this version of the model does not know.</summary>
    public static void SkipUnknown(ref Utf8JsonReader reader) => reader.Skip();

    public static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw Mismatch(ref reader, "a String");
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new WireFormatException("The request body holds text that is not valid UTF-8.");
        }
    }

    public static int? Int(ref Utf8JsonReader reader) => IsNumber(ref reader, "an Integer") switch
    {
        false => null,
        _ when reader.TryGetInt32(out var value) => value,
        _ when reader.TryGetDouble(out var real) && real == Math.Floor(real) && real is >= int.MinValue and <= int.MaxValue => (int)real,
        _ => throw Mismatch(ref reader, "an Integer"),
    };

    public static long? Long(ref Utf8JsonReader reader) => IsNumber(ref reader, "a Long") switch
    {
        false => null,
        _ when reader.TryGetInt64(out var value) => value,
        _ => throw Mismatch(ref reader, "a Long"),
    };

    public static double? Double(ref Utf8JsonReader reader) => IsNumber(ref reader, "a Double") switch
    {
        false => null,
        _ when reader.TryGetDouble(out var value) && double.IsFinite(value) => value,
        _ => throw Mismatch(ref reader, "a Double"),
    };

    public static bool? Boolean(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Mismatch(ref reader, "a Boolean"),
    };

    public static DateTimeOffset? Timestamp(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => WireText.Timestamp(Text(ref reader)),
        _ => Double(ref reader) is { } seconds ? WireText.FromEpochSeconds(seconds) : null,
    };

    public static ReadOnlyMemory<byte>? Blob(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw Mismatch(ref reader, "a Blob");
        }

        try
        {
            return reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw Mismatch(ref reader, "a Blob");
        }
        catch (InvalidOperationException)
        {
            throw new WireFormatException("The request body holds text that is not valid UTF-8.");
        }
    }

    /// <remarks>A null item is kept, so that the constraints can refuse it by its place.</remarks>
    public static IReadOnlyList<T>? List<T>(ref Utf8JsonReader reader, ItemReader<T?> item)
    {
        if (!IsList(ref reader))
        {
            return null;
        }

        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(item(ref reader)!);
        }

        return items;
    }

    /// <remarks>An item cannot be null.</remarks>
    public static IReadOnlyList<T>? ListOfValues<T>(ref Utf8JsonReader reader, ItemReader<T?> item)
        where T : struct => List<T>(ref reader, (ref Utf8JsonReader at) => item(ref at) ?? throw Mismatch(ref at, "a value"));

    /// <remarks>Keeps the order of the body; of equal keys the last one's value wins.</remarks>
    public static IReadOnlyDictionary<string, T>? Map<T>(ref Utf8JsonReader reader, ItemReader<T?> item)
    {
        if (!IsObject(ref reader))
        {
            return null;
        }

        var items = new OrderedDictionary<string, T>(StringComparer.Ordinal);
        while (NextMember(ref reader))
        {
            var key = Key(ref reader);
            reader.Read();
            items[key] = item(ref reader)!;
        }

        return items;
    }

    /// <remarks>A value cannot be null.</remarks>
    public static IReadOnlyDictionary<string, T>? MapOfValues<T>(ref Utf8JsonReader reader, ItemReader<T?> item)
        where T : struct => Map<T>(ref reader, (ref Utf8JsonReader at) => item(ref at) ?? throw Mismatch(ref at, "a value"));

    private static bool IsList(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartArray => true,
        JsonTokenType.Null => false,
        _ => throw Mismatch(ref reader, "a list"),
    };

    private static string Key(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new WireFormatException("The request body holds text that is not valid UTF-8.");
        }
    }

    private static bool IsNumber(ref Utf8JsonReader reader, string type) => reader.TokenType switch
    {
        JsonTokenType.Number => true,
        JsonTokenType.Null => false,
        _ => throw Mismatch(ref reader, type),
    };

    private static WireFormatException Mismatch(ref Utf8JsonReader reader, string type) => reader.TokenType switch
    {
        JsonTokenType.StartObject => new WireFormatException("Start of structure or map found where not expected."),
        JsonTokenType.StartArray => new WireFormatException("Start of list found where not expected"),
        JsonTokenType.String => new WireFormatException($"STRING_VALUE can not be converted to {type}"),
        JsonTokenType.Number => new WireFormatException($"NUMBER_VALUE can not be converted to {type}"),
        JsonTokenType.True => new WireFormatException($"TRUE_VALUE can not be converted to {type}"),
        JsonTokenType.False => new WireFormatException($"FALSE_VALUE can not be converted to {type}"),
        _ => new WireFormatException($"NULL_VALUE can not be converted to {type}"),
    };
}
