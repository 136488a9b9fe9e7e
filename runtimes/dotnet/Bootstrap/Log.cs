using System.Globalization;

namespace Goldcrest.DotnetRuntime;

/// <summary>Marks what functions log with time, invocation and level, and drops what is below the level they asked for.</summary>
internal sealed class Log(LogSink sink)
{
    private static readonly string[] Levels = ["Trace", "Debug", "Information", "Warning", "Error", "Critical"];
    private static readonly string[] Labels = ["trce", "dbug", "info", "warn", "fail", "crit"];
    private readonly int _least = Least();
    private readonly bool _isUnformatted = string.Equals(
        Environment.GetEnvironmentVariable("AWS_LAMBDA_HANDLER_LOG_FORMAT"), "Unformatted", StringComparison.OrdinalIgnoreCase);

    /// <summary>Empty before the first invocation.</summary>
    public string RequestId { get; set; } = "";

    public string? TraceId { get; set; }

    public string? TenantId { get; set; }

    public void TakeOverConsole()
    {
        Console.SetOut(new ConsoleWriter(this, sink, "Information"));
        Console.SetError(new ConsoleWriter(this, sink, "Error"));
    }

    /// <param name="level">A name of .NET's log levels; null for lines that bear their own.</param>
    /// <param name="message">A template when there are arguments; null when the error says it all.</param>
    public void Write(string? level, Exception? error, string? message, params object?[]? arguments)
    {
        var rank = level is null ? -1 : Array.FindIndex(Levels, name => name.Equals(level, StringComparison.OrdinalIgnoreCase));
        if (rank >= 0 && rank < _least)
        {
            return;
        }

        var time = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var template = arguments is { Length: > 0 } ? MessageTemplate.Parse(message ?? "") : null;
        var text = template?.Fill(arguments!) ?? message ?? "";
        if (sink.IsJson)
        {
            sink.Write(JsonLine.Write(time, rank < 0 ? level ?? "Information" : Levels[rank], this, text, template?.Members(arguments!) ?? [], error));
            return;
        }

        var body = error is null ? text : text.Length == 0 ? Failure.ToText(error) : $"{text}\n{error}";
        var label = rank < 0 ? level : Labels[rank];
        sink.Write(_isUnformatted ? body : string.IsNullOrEmpty(label) ? $"{time}\t{RequestId}\t{body}" : $"{time}\t{RequestId}\t{label}\t{body}");
    }

    private static int Least()
    {
        var asked = Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_LEVEL") ?? Environment.GetEnvironmentVariable("AWS_LAMBDA_HANDLER_LOG_LEVEL");
        return asked?.ToUpperInvariant() switch
        {
            "TRACE" => 0,
            "DEBUG" => 1,
            "WARN" or "WARNING" => 3,
            "ERROR" => 4,
            "FATAL" or "CRITICAL" => 5,
            _ => 2,
        };
    }
}
