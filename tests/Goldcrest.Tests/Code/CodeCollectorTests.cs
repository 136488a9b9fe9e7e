using System.Collections.Concurrent;
using Goldcrest.Server.Code;
using Goldcrest.Tests.Pool;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Code;

public sealed class CodeCollectorTests : IDisposable, ICodeUser
{
    private readonly StoreFolder _folder = new();
    private readonly ConcurrentDictionary<string, int> _records = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_upload_that_no_record_names_goes_after_a_while()
    {
        var store = _folder.Open();
        using var collector = Collector(store);
        (await Add(store, 1)).Pin.Dispose();

        Assert.Equal(0, await collector.CollectFreedAsync(Token));
        _folder.Clock.Now += CodeCollector.Grace;

        Assert.Equal(1, await collector.CollectFreedAsync(Token));
        Assert.Empty(_folder.Leftovers);
    }

    [Fact]
    public async Task Code_that_is_named_or_pinned_stays_and_goes_when_it_is_let_go()
    {
        var store = _folder.Open();
        using var collector = Collector(store);
        var (named, pinned) = (await Add(store, 1), await Add(store, 2));
        _records[named.Sha256Hex] = 1;
        named.Pin.Dispose();
        _folder.Freed.Add(pinned.Sha256Hex);
        _folder.Clock.Now += CodeCollector.Grace;

        Assert.Equal(0, await collector.CollectFreedAsync(Token));

        _records.Clear();
        _folder.Freed.Add(named.Sha256Hex);
        pinned.Pin.Dispose();
        _folder.Clock.Now += CodeCollector.Grace;
        Assert.Equal(2, await collector.CollectFreedAsync(Token));
    }

    [Fact]
    public async Task Code_freed_again_waits_anew()
    {
        var store = _folder.Open();
        using var collector = Collector(store);
        var stored = await Add(store, 1);
        stored.Pin.Dispose();
        _folder.Clock.Now += CodeCollector.Grace / 2;
        store.Pin(stored.Sha256Hex).Dispose();
        _folder.Clock.Now += CodeCollector.Grace / 2;

        Assert.Equal(0, await collector.CollectFreedAsync(Token));
    }

    [Fact]
    public async Task A_start_removes_whatever_no_record_names()
    {
        var store = _folder.Open();
        var (kept, orphan) = (await Add(store, 1), await Add(store, 2));
        _records[kept.Sha256Hex] = 1;

        // Another process: the pins of the one that was killed are gone.
        var next = _folder.Open();
        using var collector = Collector(next);

        Assert.Equal(1, await collector.CollectAllAsync(Token));
        Assert.Throws<FileNotFoundException>(() => next.OpenZip(orphan.Sha256Hex));
        next.OpenZip(kept.Sha256Hex).Dispose();
    }

    [Fact]
    public async Task What_cannot_be_removed_whatever_the_reason_ends_no_server()
    {
        var (keeper, clock) = (new FaultyKeeper(), new ManualClock());
        using var collector = new CodeCollector([keeper], _folder.Freed, [this], clock, NullLogger<CodeCollector>.Instance);

        await collector.StartAsync(Token);
        await Until.TrueAsync(() => clock.TimerCount == 1);
        await Until.EndAsync(collector.StopAsync(Token));

        Assert.Equal(1, keeper.Asked);
    }

    /// <summary>Uploads, uses and frees the same few zips from all sides while collections run: whatever is in use must be readable.</summary>
    [Fact]
    public async Task Code_in_use_is_never_collected()
    {
        var store = _folder.Open();
        using var collector = Collector(store);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var collecting = Task.Run(
            async () =>
            {
                var removed = 0;
                while (!stop.IsCancellationRequested)
                {
                    removed += await collector.CollectAllAsync(Token);
                }

                return removed;
            },
            Token);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                for (var round = 0; round < 40; round++)
                {
                    var stored = await Add(store, round % 3);
                    _records.AddOrUpdate(stored.Sha256Hex, 1, (_, count) => count + 1);
                    stored.Pin.Dispose();
                    await Task.Yield();
                    Assert.True(File.Exists(Path.Combine(await store.UnpackAsync(stored.Sha256Hex, Token), "index.js")));
                    store.OpenZip(stored.Sha256Hex).Dispose();
                    _records.AddOrUpdate(stored.Sha256Hex, 0, (_, count) => count - 1);
                }
            },
            Token)));
        await stop.CancelAsync();

        Assert.True(await collecting > 0, "Nothing was ever collected: the race was not run.");
        await collector.CollectAllAsync(Token);
        Assert.Empty(_folder.Leftovers);
    }

    bool ICodeUser.Uses(string sha256Hex) => _records.GetValueOrDefault(sha256Hex) > 0;

    private CodeCollector Collector(CodeStore store) => new([store], _folder.Freed, [this], _folder.Clock, NullLogger<CodeCollector>.Instance);

    private sealed class FaultyKeeper : ICodeKeeper
    {
        public int Asked { get; private set; }

        public Task<int> CollectAsync(Func<string, bool> isReferenced, CancellationToken cancellationToken)
        {
            Asked++;
            throw new InvalidOperationException("nobody foresaw it");
        }

        public Task<int> CollectAsync(IReadOnlyCollection<string> hashes, Func<string, bool> isReferenced, CancellationToken cancellationToken) =>
            CollectAsync(isReferenced, cancellationToken);
    }

    private static async Task<CodeIntake.Stored> Add(CodeStore store, int variant) =>
        Assert.IsType<CodeIntake.Stored>(await store.AddAsync(new RawZip(new RawEntry("index.js", $"// {variant}")).ToBytes(), Token));
}
