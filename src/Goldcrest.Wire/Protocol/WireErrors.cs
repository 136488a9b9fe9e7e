using System.Text.Json;

namespace Goldcrest.Wire.Protocol;

/// <summary>How errors are answered, and the errors that stand in front of every service instead of in its model.</summary>
/// <remarks>Source: docs/contracts/wire.md#errors.</remarks>
public static class WireErrors
{
    /// <summary>The model layer's refusal: a value breaks a constraint that the model states.</summary>
    public static WireError Validation(string message) => Front("ValidationException", 400, message);

    /// <summary>The request cannot be read as its operation's input.</summary>
    public static WireError Serialization(string message) => Front("SerializationException", 400, message);

    public static WireError RequestEntityTooLarge(string message) =>
        Front("RequestEntityTooLargeException", 413, message) with { MessageMember = "Message" };

    public static WireError AccessDenied(string? message) =>
        Front("AccessDeniedException", 403, message) with { MessageMember = "Message" };

    public static WireError UnknownOperation(string? message = null) => Front("UnknownOperationException", 404, message);

    public static WireError UnrecognizedClient(string message) => Front("UnrecognizedClientException", 403, message);

    public static WireError InvalidSignature(string message) => Front("InvalidSignatureException", 403, message);

    public static WireError IncompleteSignature(string message) => Front("IncompleteSignatureException", 403, message);

    public static WireError ExpiredToken(string message) => Front("ExpiredTokenException", 403, message);

    public static WireError MissingAuthenticationToken(string message) => Front("MissingAuthenticationTokenException", 403, message);

    /// <summary>An operation of the model that nothing here answers.</summary>
    public static WireError NotImplemented(WireOperation operation) =>
        NotImplemented($"Goldcrest does not answer {operation.Name} yet.");

    /// <summary>Something that a client may ask for and Goldcrest does not do.</summary>
    public static WireError NotImplemented(string message) => Front("NotImplementedException", 501, message);

    public static WireResponse Render(WireError error, string requestId)
    {
        var headers = WireHeaders.For(requestId);
        headers.Add(new("x-amzn-ErrorType", error.Code));
        headers.AddRange(error.Headers);
        return new WireResponse
        {
            Status = error.Status,
            ContentType = JsonAnswer.ContentType,
            Headers = headers,
            Body = JsonAnswer.Body(error, Write),
        };
    }

    /// <summary>Leaves out what is null.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> Given(params ReadOnlySpan<(string Name, string? Value)> all)
    {
        var given = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in all)
        {
            WireHeaders.Add(given, name, value);
        }

        return given;
    }

    private static void Write(Utf8JsonWriter writer, WireError error)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in error.Members)
        {
            writer.WriteString(name, value);
        }

        if (error.Type is { } type)
        {
            writer.WriteString("Type"u8, type);
        }

        if (error.Message is { } message)
        {
            writer.WriteString(error.MessageMember, message);
        }

        writer.WriteEndObject();
    }

    private static WireError Front(string code, int status, string? message) =>
        new() { Code = code, Status = status, Message = message, MessageMember = "message" };
}
