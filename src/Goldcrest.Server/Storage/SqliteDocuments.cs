using Dapper;
using Goldcrest.Server.Records;

namespace Goldcrest.Server.Storage;

/// <summary>Records of one kind in SQLite: one row each.</summary>
internal sealed class SqliteDocuments<TRecord>(SqliteDatabase database, SqliteWriter writer, DocumentKind<TRecord> kind) : IRecordStore<TRecord>
    where TRecord : class
{
    public Task<IReadOnlyList<TRecord>> LoadAllAsync(CancellationToken cancellationToken)
    {
        using var connection = database.Open();
        var rows = connection.Query<(string Account, string Region, string Name, string Document)>(
            "SELECT account, region, name, document FROM documents WHERE kind = @Name", new { kind.Name });
        return Task.FromResult<IReadOnlyList<TRecord>>(
            [.. rows.Select(row => kind.Read(new DocumentPlace(row.Account, row.Region, row.Name), row.Document))]);
    }

    public Task SaveAsync(TRecord? before, TRecord? after, CancellationToken cancellationToken)
    {
        if ((before ?? after) is not { } either)
        {
            return Task.CompletedTask;
        }

        var place = kind.PlaceOf(either);
        var parameters = new
        {
            place.Account,
            place.Region,
            Kind = kind.Name,
            place.Name,
            Before = before is null ? null : kind.Write(before),
            After = after is null ? null : kind.Write(after),
        };
        var sql = (before, after) switch
        {
            (null, _) => "INSERT INTO documents (account, region, kind, name, document) VALUES (@Account, @Region, @Kind, @Name, @After) ON CONFLICT DO NOTHING",
            (_, null) => "DELETE FROM documents WHERE account = @Account AND region = @Region AND kind = @Kind AND name = @Name AND document = @Before",
            _ => "UPDATE documents SET document = @After WHERE account = @Account AND region = @Region AND kind = @Kind AND name = @Name AND document = @Before",
        };
        return writer.WriteAsync(connection => connection.Execute(sql, parameters) == 1
            ? true
            : throw new InvalidOperationException($"The store holds another state of {kind.Name} {place.Name}."));
    }
}
