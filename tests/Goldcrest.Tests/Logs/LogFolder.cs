using Goldcrest.Server.Logs;
using Goldcrest.Tests.Pool;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Tests.Logs;

/// <summary>A log store that runs on a folder of its own, which goes with it.</summary>
internal sealed class LogFolder : IAsyncDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public LogFolder(int maxRead = 10_000, int maxWaiting = 65_536, string? directory = null)
    {
        Directory = directory ?? System.IO.Directory.CreateTempSubdirectory("goldcrest-logs-").FullName;
        var options = new LogOptions { Directory = Directory, MaxReadEvents = maxRead, MaxWaitingEvents = maxWaiting };
        Files = new LogFiles(options);
        Meters = new LogMeters(_meters.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        Store = new LogStore(options, Files, Meters, TimeProvider.System, Complaints);
    }

    public string Directory { get; }

    public LogFiles Files { get; }

    public LogMeters Meters { get; }

    public LogStore Store { get; }

    public CountedLog Complaints { get; } = new();

    public static LogStreamKey Key(string stream = "s", string group = "g") => new("000000000000", "us-east-1", group, stream);

    /// <summary>Everything appended before is in the files when it returns, and the store is stopped.</summary>
    public async Task WriteAllAsync()
    {
        await Store.StartAsync(CancellationToken.None);
        await Until.EndAsync(Store.StopAsync(CancellationToken.None));
    }

    public IReadOnlyList<string> Read(string group = "g", long since = 0) =>
        [.. Store.Read("000000000000", "us-east-1", group, since).Select(logEvent => logEvent.Message)];

    public async ValueTask DisposeAsync()
    {
        await Store.StopAsync(CancellationToken.None);
        Store.Dispose();
        await _meters.DisposeAsync();
        if (System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    /// <summary>Remembers the event ids of what was logged.</summary>
    internal sealed class CountedLog : ILogger<LogStore>
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<int> _ids = [];

        public IReadOnlyList<int> Ids => [.. _ids];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _ids.Enqueue(eventId.Id);
    }
}
