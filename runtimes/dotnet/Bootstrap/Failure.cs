using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Goldcrest.DotnetRuntime;

/// <summary>Says what went wrong: to the caller and to X-Ray.</summary>
internal static class Failure
{
    private const int MostBytes = 256 * 1024;
    private const int XRayCauseLimit = 16_000;
    private const string TooLong = """{"errorMessage": "Exception exceeded maximum payload size of 256KB."}""";

    /// <summary>The runtime's own frames, and those by which it calls: the trace ends before them.</summary>
    private static readonly string[] OwnFrames = ["at Goldcrest.DotnetRuntime.", "at System.Reflection.", "at InvokeStub_", "at System.RuntimeMethodHandle."];

    /// <returns>{errorType, errorMessage, stackTrace, cause, causes}; the last three only when there is such.</returns>
    public static string ToJson(Exception error)
    {
        var json = Write(isIndented: true, JavaScriptEncoder.UnsafeRelaxedJsonEscaping, writer => WriteError(writer, error));
        return Encoding.UTF8.GetByteCount(json) > MostBytes ? TooLong : json;
    }

    /// <returns>The error as .NET writes it, without the runtime's own frames.</returns>
    public static string ToText(Exception error) => string.Join(
        '\n', error.ToString().Split('\n').Where(line => !OwnFrames.Any(frame => line.AsSpan().TrimStart().StartsWith(frame, StringComparison.Ordinal))));

    public static string Headers(Exception error) => Headers(error.GetType().Name);

    public static string Headers(string type) => $"Content-Type: application/vnd.aws.lambda.error+json\r\nLambda-Runtime-Function-Error-Type: {type}\r\n";

    /// <returns>Empty when it would be too long for a header.</returns>
    public static string XRayHeader(Exception error)
    {
        var cause = Write(isIndented: false, JavaScriptEncoder.Default, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("working_directory", Environment.CurrentDirectory);
            writer.WriteStartArray("exceptions");
            writer.WriteStartObject();
            writer.WriteString("type", error.GetType().Name);
            writer.WriteString("message", error.Message);
            writer.WriteStartArray("stack");
            foreach (var line in Trace(error))
            {
                writer.WriteStartObject();
                writer.WriteString("label", line);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteStartArray("paths");
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return cause.Length > XRayCauseLimit ? "" : $"Lambda-Runtime-Function-XRay-Error-Cause: {cause}\r\n";
    }

    private static void WriteError(Utf8JsonWriter writer, Exception error)
    {
        writer.WriteStartObject();
        writer.WriteString("errorType", error.GetType().Name);
        writer.WriteString("errorMessage", error.Message);
        var trace = Trace(error);
        if (trace.Count > 0)
        {
            writer.WriteStartArray("stackTrace");
            trace.ForEach(writer.WriteStringValue);
            writer.WriteEndArray();
        }

        if (error.InnerException is { } cause)
        {
            writer.WritePropertyName("cause");
            WriteError(writer, cause);
        }

        if (error is AggregateException { InnerExceptions: { Count: > 0 } causes })
        {
            writer.WriteStartArray("causes");
            foreach (var one in causes)
            {
                WriteError(writer, one);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static List<string> Trace(Exception error)
    {
        var lines = (error.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(line => !line.StartsWith(OwnFrames[0], StringComparison.Ordinal))
            .ToList();
        while (lines.Count > 0 && OwnFrames.Any(frame => lines[^1].StartsWith(frame, StringComparison.Ordinal)))
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }

    private static string Write(bool isIndented, JavaScriptEncoder encoder, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = isIndented, Encoder = encoder }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
