using Goldcrest.Server.Storage;
using Microsoft.Data.Sqlite;

namespace Goldcrest.Tests.Storage;

/// <summary>A data directory of its own, which goes with it.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("goldcrest-data-").FullName;

    public string File => Path.Combine(Root, "goldcrest.db");

    public SqliteDatabase Database() => new(new StorageOptions { Directory = Root });

    /// <summary>The first column of the first row.</summary>
    public object? Ask(string sql)
    {
        using var connection = Database().Open();
        return Ask(connection, sql);
    }

    public static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
