using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Tests.Hosting;

/// <summary>A log that keeps errors, for a test to find none.</summary>
internal sealed class CollectedErrors : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _errors = new();

    public IReadOnlyCollection<string> All => _errors;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _errors.Enqueue($"{formatter(state, exception)}\n{exception}");
        }
    }

    public void Dispose()
    {
    }
}
