using System.Text;

namespace Goldcrest.DotnetRuntime;

/// <summary>Stands for a standard stream: each WriteLine is one log event, what is written otherwise is passed on as it is.</summary>
internal sealed class ConsoleWriter(Log log, LogSink sink, string level) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => sink.WriteRaw(value.ToString());

    public override void Write(string? value) => sink.WriteRaw(value ?? "");

    public override void Write(char[] buffer, int index, int count) => sink.WriteRaw(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => sink.WriteRaw(buffer.ToString());

    public override void WriteLine() => WriteLine("");

    public override void WriteLine(char value) => WriteLine(value.ToString());

    public override void WriteLine(char[]? buffer) => WriteLine(new string(buffer));

    public override void WriteLine(char[] buffer, int index, int count) => WriteLine(new string(buffer, index, count));

    public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(buffer.ToString());

    public override void WriteLine(string? value) => log.Write(level, error: null, value ?? "");

    public override void WriteLine(object? value) => WriteLine(value?.ToString());

    public override void WriteLine(StringBuilder? value) => WriteLine(value?.ToString());

    public override void WriteLine(bool value) => WriteLine(value ? "True" : "False");

    public override void WriteLine(int value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(uint value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(long value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(ulong value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(float value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(double value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(decimal value) => WriteLine(value.ToString(FormatProvider));

    public override void WriteLine(string format, object? arg0) => WriteLine(string.Format(FormatProvider, format, arg0));

    public override void WriteLine(string format, object? arg0, object? arg1) => WriteLine(string.Format(FormatProvider, format, arg0, arg1));

    public override void WriteLine(string format, object? arg0, object? arg1, object? arg2) => WriteLine(string.Format(FormatProvider, format, arg0, arg1, arg2));

    public override void WriteLine(string format, params object?[] arg) => WriteLine(string.Format(FormatProvider, format, arg));

    public override void WriteLine(string format, params ReadOnlySpan<object?> arg) => WriteLine(string.Format(FormatProvider, format, arg));

    public override Task WriteLineAsync() => Done(() => WriteLine());

    public override Task WriteLineAsync(char value) => Done(() => WriteLine(value));

    public override Task WriteLineAsync(string? value) => Done(() => WriteLine(value));

    public override Task WriteLineAsync(char[] buffer, int index, int count) => Done(() => WriteLine(buffer, index, count));

    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default) => Done(() => WriteLine(buffer.ToString()));

    private static Task Done(Action write)
    {
        write();
        return Task.CompletedTask;
    }
}
