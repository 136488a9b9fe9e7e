using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Goldcrest.Server.Storage;

/// <summary>
/// The only writer of the database. One thread takes whatever is waiting into one transaction, so that many writers share one fsync
/// (group commit); each write is a savepoint of its own, so that one that fails takes no other with it.
/// </summary>
/// <remarks>Source: docs/adr/0006-writes-share-a-commit-in-sqlite.md.</remarks>
internal sealed class SqliteWriter : IDisposable
{
    private const int MaxBatch = 256;
    private const int MaxWaiting = 4_096;

    private readonly BlockingCollection<Work> _waiting = new(MaxWaiting);
    private readonly SqliteConnection _connection;
    private readonly Thread _thread;

    /// <summary>Checks the database, brings it to the newest form and starts to write.</summary>
    /// <exception cref="StorageException">The database cannot be used.</exception>
    public SqliteWriter(SqliteDatabase database)
    {
        _connection = database.Open();
        try
        {
            database.Prepare(_connection);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        _thread = new Thread(Run) { IsBackground = true, Name = "storage writer" };
        _thread.Start();
    }

    /// <param name="write">Runs on the writer's thread inside a transaction; an exception undoes this write only.</param>
    /// <returns>What <paramref name="write"/> returned, once it is on the disk.</returns>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> write)
    {
        var work = new Work<T>(write);
        _waiting.Add(work);
        return work.Done;
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _connection.Dispose();
        _waiting.Dispose();
    }

    private void Run()
    {
        var batch = new List<Work>(MaxBatch);
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < MaxBatch && _waiting.TryTake(out var next))
            {
                batch.Add(next);
            }

            Commit(batch);
        }
    }

    private void Commit(List<Work> batch)
    {
        try
        {
            Execute("BEGIN IMMEDIATE");
            foreach (var work in batch)
            {
                Execute("SAVEPOINT work");
                if (!work.TryRun(_connection))
                {
                    Execute("ROLLBACK TO work");
                }

                Execute("RELEASE work");
            }

            Execute("COMMIT");
        }
        catch (SqliteException lost)
        {
            // The whole batch is undone and everybody in it is told; the next batch tries anew.
            Undo();
            batch.ForEach(work => work.Fail(lost));
            return;
        }

        batch.ForEach(work => work.Finish());
    }

    private void Undo()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself: there is no transaction left to end.
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private abstract class Work
    {
        /// <returns>False when the write failed and must be undone.</returns>
        public abstract bool TryRun(SqliteConnection connection);

        public abstract void Finish();

        public abstract void Fail(Exception exception);
    }

    private sealed class Work<T>(Func<SqliteConnection, T> write) : Work
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _failure;

        public Task<T> Done => _done.Task;

        public override bool TryRun(SqliteConnection connection)
        {
            try
            {
                _result = write(connection);
                return true;
            }
            catch (Exception failure)
            {
                // Whatever it was goes to the caller who asked for this write; the batch continues without it.
                _failure = failure;
                return false;
            }
        }

        public override void Finish()
        {
            if (_failure is { } failure)
            {
                _done.TrySetException(failure);
            }
            else
            {
                _done.TrySetResult(_result!);
            }
        }

        public override void Fail(Exception exception) => _done.TrySetException(_failure ?? exception);
    }
}
