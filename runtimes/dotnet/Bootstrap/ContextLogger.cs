using Amazon.Lambda.Core;

namespace Goldcrest.DotnetRuntime;

/// <summary>The logger of a context.</summary>
internal sealed class ContextLogger(Log log) : ILambdaLogger
{
    public void Log(string message) => log.Write("Information", error: null, message);

    public void LogLine(string message) => log.Write("Information", error: null, message);

    public void Log(string level, string message) => log.Write(level, error: null, message);

    public void Log(string level, string message, params object[] args) => log.Write(level, error: null, message, args);

    public void Log(string level, Exception exception, string message, params object[] args) => log.Write(level, exception, message, args);
}
