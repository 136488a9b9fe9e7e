using Goldcrest.Server.Storage;

namespace Goldcrest.Tests.Storage;

public sealed class SqliteWriterTests : IDisposable
{
    private readonly DataFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_write_that_fails_takes_no_other_of_its_batch_with_it()
    {
        using var writer = Writer();
        var (gate, blocker) = await HoldAsync(writer);

        // All three wait for the blocker, so they share the next transaction.
        var before = writer.WriteAsync(connection => DataFolder.Ask(connection, "INSERT INTO t VALUES (1) RETURNING n"));
        var failing = writer.WriteAsync<object?>(connection =>
        {
            DataFolder.Ask(connection, "INSERT INTO t VALUES (2)");
            throw new InvalidOperationException("no");
        });
        var after = writer.WriteAsync(connection => DataFolder.Ask(connection, "INSERT INTO t VALUES (3) RETURNING n"));
        gate.Set();

        await blocker;
        Assert.Equal(1L, await before);
        Assert.Equal("no", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        Assert.Equal(3L, await after);
        Assert.Equal("1,3", _folder.Ask("SELECT group_concat(n) FROM t"));
    }

    [Fact]
    public async Task Writes_that_wait_together_share_one_commit()
    {
        using var writer = Writer();
        var (gate, blocker) = await HoldAsync(writer);
        var writes = Enumerable.Range(0, 100).Select(number => writer.WriteAsync(connection =>
        {
            DataFolder.Ask(connection, $"INSERT INTO t VALUES ({number})");
            return SawOthers();
        })).ToList();

        gate.Set();
        await blocker;
        var seen = await Task.WhenAll(writes);

        // Until the commit nobody else sees any of them: even the hundredth write saw none from outside.
        Assert.All(seen, count => Assert.Equal(0L, count));
        Assert.Equal(100L, SawOthers());
    }

    [Fact]
    public async Task Nobody_is_told_of_a_batch_that_could_not_be_committed()
    {
        using var writer = Writer();
        await writer.WriteAsync(connection => DataFolder.Ask(
            connection, "CREATE TABLE child (n INTEGER REFERENCES parent (n) DEFERRABLE INITIALLY DEFERRED)"));
        await writer.WriteAsync(connection => DataFolder.Ask(connection, "CREATE TABLE parent (n INTEGER PRIMARY KEY)"));
        var (gate, blocker) = await HoldAsync(writer);
        var innocent = writer.WriteAsync(connection => DataFolder.Ask(connection, "INSERT INTO t VALUES (1)"));
        var breaking = writer.WriteAsync(connection => DataFolder.Ask(connection, "INSERT INTO child VALUES (7)"));

        gate.Set();
        await blocker;

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => innocent);
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => breaking);
        Assert.Equal(0L, _folder.Ask("SELECT count(*) FROM t"));
        await writer.WriteAsync(connection => DataFolder.Ask(connection, "INSERT INTO t VALUES (2)"));
        Assert.Equal(1L, _folder.Ask("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task What_waits_at_the_end_is_still_written()
    {
        var writer = Writer();
        var writes = Enumerable.Range(0, 50).Select(number => writer.WriteAsync(connection => DataFolder.Ask(connection, $"INSERT INTO t VALUES ({number})"))).ToList();

        writer.Dispose();

        await Task.WhenAll(writes);
        Assert.Equal(50L, _folder.Ask("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_commit_is_flushed_to_the_disk()
    {
        using var connection = _folder.Database().Open();

        Assert.Equal("wal", DataFolder.Ask(connection, "PRAGMA journal_mode"));
        Assert.Equal(2L, DataFolder.Ask(connection, "PRAGMA synchronous"));
        Assert.Equal(1L, DataFolder.Ask(connection, "PRAGMA foreign_keys"));
    }

    private SqliteWriter Writer()
    {
        var database = _folder.Database();
        using (var connection = database.Open())
        {
            DataFolder.Ask(connection, "CREATE TABLE t (n INTEGER PRIMARY KEY)");
        }

        return new SqliteWriter(database);
    }

    /// <summary>Keeps the writer busy with one write until the gate opens, so that others gather behind it.</summary>
    private static async Task<(ManualResetEventSlim Gate, Task Blocker)> HoldAsync(SqliteWriter writer)
    {
        var gate = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocker = writer.WriteAsync(_ =>
        {
            begun.SetResult();
            gate.Wait(Token);
            return true;
        });
        await begun.Task;
        return (gate, blocker);
    }

    private long SawOthers() => (long)_folder.Ask("SELECT count(*) FROM t")!;
}
