using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Logs;

/// <summary>
/// Takes events from sandboxes without making them wait and writes them to the files in the background. A full queue drops events and
/// counts them: a function that floods its log must not slow another. A disk that takes nothing loses lines, never an invocation.
/// </summary>
/// <remarks>Source: docs/contracts/logs.md.</remarks>
internal sealed partial class LogStore : BackgroundService, ILogSink
{
    private const int MaxEventsPerTurn = 1_024;

    /// <summary>How long a stop waits for a disk that does not answer.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly LogOptions _options;
    private readonly LogRoom _room;
    private readonly LogFiles _files;
    private readonly LogWriter _writer;
    private readonly LogMeters _meters;
    private readonly ILogger<LogStore> _logger;
    private readonly Channel<LogEvent> _waiting;
    private readonly List<LogEvent> _turn = new(MaxEventsPerTurn);

    // Held while a turn is written and told, so that a reader sees each event either in the files or live.
    private readonly Lock _gate = new();
    private readonly List<LogFollower> _followers = [];
    private bool _isFailing;

    public LogStore(LogOptions options, LogFiles files, LogMeters meters, TimeProvider time, ILogger<LogStore> logger)
    {
        _time = time;
        _options = options;
        _room = new LogRoom(options);
        _files = files;
        _writer = new LogWriter(files);
        _meters = meters;
        _logger = logger;
        _waiting = Channel.CreateBounded<LogEvent>(new BoundedChannelOptions(options.MaxWaitingEvents)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
    }

    /// <summary>How many watch now.</summary>
    public int FollowerCount
    {
        get
        {
            lock (_gate)
            {
                return _followers.Count;
            }
        }
    }

    public void Append(LogEvent logEvent)
    {
        if (!_room.TryEnter(logEvent))
        {
            _meters.EventsDropped.Add(1);
        }
        else if (!_waiting.Writer.TryWrite(logEvent))
        {
            _room.Leave(logEvent);
            _meters.EventsDropped.Add(1);
        }
    }

    /// <summary>Events of a group from a time on, oldest first; the newest when there are too many.</summary>
    public IReadOnlyList<LogEvent> Read(string account, string region, string group, long sinceMs)
    {
        IReadOnlyList<LogExtent> extents;
        lock (_gate)
        {
            extents = _files.Extents(account, region, group);
        }

        return LogFiles.Read(extents, sinceMs, _options.MaxReadEvents);
    }

    /// <summary>What <see cref="Read"/> gives, and every event after that: none is missing between, none comes twice.</summary>
    public (IReadOnlyList<LogEvent> Past, LogFollower Live) Follow(string account, string region, string group, long sinceMs)
    {
        var follower = new LogFollower(account, region, group, Forget);
        IReadOnlyList<LogExtent> extents;
        lock (_gate)
        {
            extents = _files.Extents(account, region, group);
            _followers.Add(follower);
        }

        try
        {
            return (LogFiles.Read(extents, sinceMs, _options.MaxReadEvents), follower);
        }
        catch
        {
            // Nobody has it who could dispose it.
            follower.Dispose();
            throw;
        }
    }

    /// <summary>Writes what was appended before. Not shortened by the host, whose patience others may have used up: these lines tell of them.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        using var patience = new CancellationTokenSource(StopPatience, _time);
        await base.StopAsync(patience.Token);
        if (ExecuteTask is { IsCanceled: true })
        {
            // Stopped before it ever ran.
            await WriteAllAsync();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => WriteAllAsync();

    /// <summary>Ends when the channel is completed and empty, so that the last lines before a stop are kept.</summary>
    private async Task WriteAllAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            WriteTurn();
        }

        _writer.Dispose();
    }

    private void WriteTurn()
    {
        _turn.Clear();
        while (_turn.Count < MaxEventsPerTurn && _waiting.Reader.TryRead(out var logEvent))
        {
            _turn.Add(logEvent);
        }

        lock (_gate)
        {
            var lost = _writer.Write(_turn, out var failure);
            Remember(lost, failure);
            foreach (var logEvent in _turn)
            {
                _room.Leave(logEvent);
                _followers.ForEach(follower => follower.Offer(logEvent));
            }
        }
    }

    /// <summary>A disk that is full stays so for a while: it is said once, and when it is over.</summary>
    private void Remember(int lost, Exception? failure)
    {
        if (failure is not null)
        {
            _meters.EventsDropped.Add(lost);
            if (!_isFailing)
            {
                LogWriteFailed(failure);
            }
        }
        else if (_isFailing)
        {
            LogWriteRecovered();
        }

        _isFailing = failure is not null;
    }

    private void Forget(LogFollower follower)
    {
        lock (_gate)
        {
            _followers.Remove(follower);
        }
    }
}
