using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Goldcrest.Server.Storage;

/// <summary>Brings the database to the newest form: numbered scripts, forward only, each in a transaction of its own.</summary>
internal static class Migrator
{
    private const string Prefix = "Goldcrest.Server.Storage.Migrations.";

    /// <exception cref="StorageException">A newer release of Goldcrest wrote this database.</exception>
    public static void Run(SqliteConnection connection) => Run(connection, Scripts());

    /// <param name="connection">Open, outside of a transaction.</param>
    /// <param name="scripts">All there are, the first one first.</param>
    /// <inheritdoc cref="Run(SqliteConnection)"/>
    public static void Run(SqliteConnection connection, IReadOnlyList<string> scripts)
    {
        var done = ReadVersion(connection);
        if (done > scripts.Count)
        {
            throw new StorageException(
                $"The database is of form {done}, this release knows {scripts.Count}: start a newer release of Goldcrest, or another data directory.");
        }

        for (var version = done + 1; version <= scripts.Count; version++)
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"{scripts[version - 1]}\nPRAGMA user_version = {version.ToString(CultureInfo.InvariantCulture)};";
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private static int ReadVersion(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version;";
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Those of this release.</summary>
    public static IReadOnlyList<string> Scripts()
    {
        var assembly = typeof(Migrator).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return reader.ReadToEnd();
                }),
        ];
    }
}
