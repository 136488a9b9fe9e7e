using Goldcrest.Server.Disk;
using Microsoft.Data.Sqlite;

namespace Goldcrest.Server.Storage;

/// <summary>The database file of one data directory: how it comes to be, and how connections to it are made.</summary>
/// <remarks>Source: docs/adr/0006-writes-share-a-commit-in-sqlite.md.</remarks>
internal sealed class SqliteDatabase
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private const int SmallestPageBytes = 512;
    private const UnixFileMode OwnerDirectory = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly StorageOptions _options;

    /// <summary>Makes the file when there is none. It is there whole or not at all, so an empty one is a lost one.</summary>
    /// <exception cref="StorageException">The file cannot be made, or was cut off.</exception>
    public SqliteDatabase(StorageOptions options)
    {
        NativeSqlite.Bind();
        _options = options;
        Path = System.IO.Path.Combine(options.Directory, "goldcrest.db");
        Guard(() =>
        {
            Directory.CreateDirectory(options.Directory, OwnerDirectory);
            if (!File.Exists(Path))
            {
                Make();
            }

            return true;
        });
        if (new FileInfo(Path).Length is var length && (length == 0 || length % SmallestPageBytes != 0))
        {
            throw Damaged($"it was cut off after {length} bytes", null);
        }
    }

    public string Path { get; }

    /// <summary>A commit is on the disk when it returns: write-ahead log, flushed at every commit.</summary>
    /// <exception cref="StorageException">The file cannot be read, or is no database.</exception>
    public SqliteConnection Open() => Guard(() => Open(
        Path, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000;"));

    /// <summary>Reads the whole file for damage, then brings it to the newest form. To be called once, before anything else.</summary>
    /// <exception cref="StorageException">The file is damaged, or a newer release wrote it.</exception>
    public void Prepare(SqliteConnection connection) => Guard(() =>
    {
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA quick_check(1);";
        if (check.ExecuteScalar() is var found && found as string != "ok")
        {
            throw Damaged($"{found}".ReplaceLineEndings(" "), null);
        }

        Migrator.Run(connection);
        return true;
    });

    private void Make()
    {
        var making = $"{Path}.making";
        File.Delete(making);

        // Any write makes the first page; this one marks the file as ours ("Gold").
        using (Open(making, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA application_id = 0x476F6C64;"))
        {
        }

        File.Move(making, Path);
        DurableFiles.SyncDirectory(_options.Directory);
    }

    private static SqliteConnection Open(string path, string pragmas)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private T Guard<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Corrupt or NotADatabase)
        {
            throw Damaged(e.Message, e);
        }
        catch (Exception e) when (e is SqliteException or UnauthorizedAccessException or (IOException and not StorageException))
        {
            throw new StorageException($"The database '{Path}' cannot be opened ({e.Message}).", e);
        }
    }

    private StorageException Damaged(string how, Exception? inner) => new(
        $"The database '{Path}' is damaged ({how}). Put back a copy of it, or start with another data directory; nothing was changed.", inner);
}
