using System.Diagnostics.Metrics;
using Goldcrest.Server.Logs;
using Goldcrest.Tests.Pool;

namespace Goldcrest.Tests.Logs;

public sealed class LogStoreTests
{
    [Fact]
    public async Task Events_of_all_streams_of_a_group_are_read_by_time()
    {
        await using var folder = new LogFolder();
        folder.Store.Append(new LogEvent(LogFolder.Key("a"), 10, "one"));
        folder.Store.Append(new LogEvent(LogFolder.Key("b"), 30, "three"));
        folder.Store.Append(new LogEvent(LogFolder.Key("a"), 20, "two"));
        folder.Store.Append(new LogEvent(LogFolder.Key("a", group: "other"), 20, "no"));

        await folder.WriteAllAsync();

        Assert.Equal(["one", "two", "three"], folder.Read());
    }

    [Fact]
    public async Task Events_of_one_millisecond_keep_their_order()
    {
        await using var folder = new LogFolder();
        for (var i = 0; i < 500; i++)
        {
            folder.Store.Append(new LogEvent(LogFolder.Key(), 10, $"{i}"));
        }

        await folder.WriteAllAsync();

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), folder.Read());
    }

    [Fact]
    public async Task Reading_from_a_time_on_leaves_out_what_is_older()
    {
        await using var folder = new LogFolder();
        folder.Store.Append(new LogEvent(LogFolder.Key(), 10, "old"));
        folder.Store.Append(new LogEvent(LogFolder.Key(), 20, "new"));

        await folder.WriteAllAsync();

        Assert.Equal(["new"], folder.Read(since: 20));
    }

    [Fact]
    public async Task Of_too_many_events_the_newest_are_read()
    {
        await using var folder = new LogFolder(maxRead: 3);
        for (var i = 0; i < 10; i++)
        {
            folder.Store.Append(new LogEvent(LogFolder.Key($"{i % 4}"), i, $"{i}"));
        }

        await folder.WriteAllAsync();

        Assert.Equal(["7", "8", "9"], folder.Read());
    }

    [Theory]
    [InlineData("")]
    [InlineData("line\nbreak\r\n")]
    [InlineData("\0\u0001\u001b[31m\u007f")]
    [InlineData("\uFFFD\u2028 \"quoted\" \\ \U0001F600")]
    [InlineData("{\"t\":1,\"m\":\"forged\"}")]
    public async Task Any_message_is_kept_as_it_was(string message)
    {
        await using var folder = new LogFolder();
        folder.Store.Append(new LogEvent(LogFolder.Key(), 1, message));
        folder.Store.Append(new LogEvent(LogFolder.Key(), 2, "next"));

        await folder.WriteAllAsync();

        Assert.Equal([message, "next"], folder.Read());
    }

    [Fact]
    public async Task A_line_cut_off_by_a_crash_is_passed_over_and_spoils_no_other()
    {
        await using var folder = new LogFolder();
        var path = folder.Files.PathOf(LogFolder.Key());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, LogFiles.HeaderLine(LogFolder.Key()) + LogFiles.EventLine(new LogEvent(LogFolder.Key(), 1, "before")) + "{\"t\":2,\"m\":\"half");
        folder.Store.Append(new LogEvent(LogFolder.Key(), 3, "after"));

        await folder.WriteAllAsync();

        Assert.Equal(["before", "after"], folder.Read());
    }

    [Fact]
    public async Task A_file_whose_first_line_was_cut_off_still_gives_its_events()
    {
        await using var folder = new LogFolder();
        var path = folder.Files.PathOf(LogFolder.Key("2026/01/02/[$LATEST]ff"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "{\"account\":");
        folder.Store.Append(new LogEvent(LogFolder.Key("2026/01/02/[$LATEST]ff"), 3, "after"));

        await folder.WriteAllAsync();

        var logEvent = Assert.Single(folder.Store.Read("000000000000", "us-east-1", "g", 0));
        Assert.Equal((LogFolder.Key("2026/01/02/[$LATEST]ff"), "after"), (logEvent.Key, logEvent.Message));
    }

    [Fact]
    public async Task A_store_of_another_run_goes_on_where_the_last_ended()
    {
        await using var first = new LogFolder();
        first.Store.Append(new LogEvent(LogFolder.Key(), 1, "one"));
        await first.WriteAllAsync();
        await using var second = new LogFolder(directory: first.Directory);
        second.Store.Append(new LogEvent(LogFolder.Key(), 2, "two"));

        await second.WriteAllAsync();

        Assert.Equal(["one", "two"], second.Read());
    }

    [Fact]
    public async Task More_streams_than_files_may_be_open_are_all_written()
    {
        await using var folder = new LogFolder();
        for (var i = 0; i < 1_200; i++)
        {
            folder.Store.Append(new LogEvent(LogFolder.Key($"{i % 600}"), i, $"{i}"));
        }

        await folder.WriteAllAsync();

        Assert.Equal(Enumerable.Range(0, 1_200).Select(i => $"{i}"), folder.Read());
    }

    [Fact]
    public async Task A_follower_sees_every_event_once()
    {
        await using var folder = new LogFolder(maxRead: 100_000);
        await folder.Store.StartAsync(CancellationToken.None);
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                // Messages repeat: sameness is no proof of having been told.
                folder.Store.Append(new LogEvent(LogFolder.Key($"{i % 3}"), 7, i % 2 == 0 ? "even" : "odd"));
            }
        }, TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => folder.Read().Count > 100);

        var (past, live) = folder.Store.Follow("000000000000", "us-east-1", "g", 0);
        using (live)
        {
            await Until.EndAsync(writing);
            var told = past.Count;
            while (told < 5_000)
            {
                await Until.EndAsync(live.Events.ReadAsync(TestContext.Current.CancellationToken).AsTask());
                told++;
            }

            Assert.Equal(5_000, folder.Read().Count);
            Assert.False(live.Events.TryRead(out _));
        }
    }

    [Fact]
    public async Task A_past_that_cannot_be_read_leaves_no_follower_behind()
    {
        await using var folder = new LogFolder();
        var path = folder.Files.PathOf(LogFolder.Key());
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, "/nonexistent/log");

        Assert.Throws<FileNotFoundException>(() => folder.Store.Follow("000000000000", "us-east-1", "g", 0));

        Assert.Equal(0, folder.Store.FollowerCount);
    }

    [Fact]
    public async Task A_follower_of_another_group_account_or_region_hears_nothing()
    {
        await using var folder = new LogFolder();
        using var group = folder.Store.Follow("000000000000", "us-east-1", "other", 0).Live;
        using var account = folder.Store.Follow("111111111111", "us-east-1", "g", 0).Live;
        using var region = folder.Store.Follow("000000000000", "eu-west-1", "g", 0).Live;
        folder.Store.Append(new LogEvent(LogFolder.Key(), 1, "secret"));

        await folder.WriteAllAsync();

        Assert.False(group.Events.TryRead(out _) || account.Events.TryRead(out _) || region.Events.TryRead(out _));
        Assert.Empty(folder.Store.Read("111111111111", "us-east-1", "g", 0));
    }

    [Fact]
    public async Task A_disk_that_takes_nothing_is_told_once_and_stops_nothing()
    {
        await using var folder = new LogFolder();
        Directory.Delete(folder.Directory);
        File.WriteAllText(folder.Directory, "a file where the directory should be");
        using var dropped = new DroppedEvents(folder.Meters);
        await folder.Store.StartAsync(CancellationToken.None);
        for (var i = 1; i <= 3; i++)
        {
            var count = i;
            folder.Store.Append(new LogEvent(LogFolder.Key(), 1, "lost"));
            await Until.TrueAsync(() => dropped.Count == count);
        }

        File.Delete(folder.Directory);
        folder.Store.Append(new LogEvent(LogFolder.Key(), 2, "kept"));
        await Until.TrueAsync(() => folder.Complaints.Ids.Count == 2);

        Assert.Equal([4001, 4002], folder.Complaints.Ids);
        Assert.Equal(["kept"], folder.Read());
    }

    [Fact]
    public async Task A_queue_that_is_full_drops_and_counts()
    {
        await using var folder = new LogFolder(maxWaiting: 2);
        using var dropped = new DroppedEvents(folder.Meters);

        for (var i = 0; i < 5; i++)
        {
            folder.Store.Append(new LogEvent(LogFolder.Key(), i, $"{i}"));
        }

        await folder.WriteAllAsync();
        Assert.Equal(3, dropped.Count);
        Assert.Equal(["0", "1"], folder.Read());
    }

    /// <summary>Listens to the counter of dropped events.</summary>
    private sealed class DroppedEvents : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public DroppedEvents(LogMeters meters)
        {
            _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
            _listener.EnableMeasurementEvents(meters.EventsDropped);
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
