using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Logs;

/// <summary>
/// Takes events from sandboxes without making them wait and writes them to the files in the background. A full queue drops events and
/// counts them: a function that floods its log must not slow another.
/// </summary>
internal sealed partial class LogStore : BackgroundService
{
    private const int MaxOpenFiles = 256;
    private const int MaxFollowerEvents = 10_000;

    private readonly LogRoom _room;
    private readonly LogFiles _files;
    private readonly LogMeters _meters;
    private readonly ILogger<LogStore> _logger;
    private readonly Channel<LogEvent> _waiting;
    private readonly Dictionary<LogStreamKey, FileStream> _open = [];
    private readonly Lock _followersGate = new();
    private readonly List<Follower> _followers = [];

    public LogStore(LogOptions options, LogFiles files, LogMeters meters, ILogger<LogStore> logger)
    {
        _room = new LogRoom(options);
        _files = files;
        _meters = meters;
        _logger = logger;
        _waiting = Channel.CreateBounded<LogEvent>(new BoundedChannelOptions(options.MaxWaitingEvents)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
    }

    /// <summary>Never blocks and never throws.</summary>
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

    /// <summary>Events of a group from a time on, oldest first.</summary>
    public IReadOnlyList<LogEvent> Read(string account, string region, string group, long sinceMs) => _files.Read(account, region, group, sinceMs);

    /// <summary>Every event that is written from now on to a group; a reader that is too slow misses some.</summary>
    public Follower Follow(string account, string region, string group)
    {
        var follower = new Follower(this, account, region, group);
        lock (_followersGate)
        {
            _followers.Add(follower);
        }

        return follower;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Ends when the channel is completed and empty, so that the last lines before a stop are kept.
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            try
            {
                WriteWaiting();
            }
            catch (IOException lost)
            {
                // The events of this turn are gone; logging goes on when the disk is back.
                LogWriteFailed(lost);
                CloseAll();
            }
        }

        CloseAll();
    }

    private void WriteWaiting()
    {
        var touched = new HashSet<FileStream>();
        while (_waiting.Reader.TryRead(out var logEvent))
        {
            _room.Leave(logEvent);
            var file = OpenFile(logEvent.Key);
            file.Write(Encoding.UTF8.GetBytes(LogFiles.EventLine(logEvent)));
            touched.Add(file);
            Tell(logEvent);
        }

        foreach (var file in touched.Where(file => file.CanWrite))
        {
            file.Flush();
        }
    }

    private FileStream OpenFile(LogStreamKey key)
    {
        if (_open.TryGetValue(key, out var open))
        {
            return open;
        }

        if (_open.Count >= MaxOpenFiles)
        {
            CloseAll();
        }

        var path = _files.PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 16 * 1024);
        if (file.Length == 0)
        {
            file.Write(Encoding.UTF8.GetBytes(LogFiles.HeaderLine(key)));
        }

        return _open[key] = file;
    }

    private void CloseAll()
    {
        foreach (var file in _open.Values)
        {
            try
            {
                file.Dispose();
            }
            catch (IOException lost)
            {
                LogWriteFailed(lost);
            }
        }

        _open.Clear();
    }

    private void Tell(LogEvent logEvent)
    {
        lock (_followersGate)
        {
            foreach (var follower in _followers)
            {
                follower.Offer(logEvent);
            }
        }
    }

    /// <summary>Somebody who watches a log group. Dispose to stop.</summary>
    internal sealed class Follower(LogStore store, string account, string region, string group) : IDisposable
    {
        private readonly Channel<LogEvent> _events = Channel.CreateBounded<LogEvent>(
            new BoundedChannelOptions(MaxFollowerEvents) { FullMode = BoundedChannelFullMode.DropOldest });

        public ChannelReader<LogEvent> Events => _events.Reader;

        public void Offer(LogEvent logEvent)
        {
            if (logEvent.Key.Group == group && logEvent.Key.Account == account && logEvent.Key.Region == region)
            {
                _events.Writer.TryWrite(logEvent);
            }
        }

        public void Dispose()
        {
            lock (store._followersGate)
            {
                store._followers.Remove(this);
            }
        }
    }
}
