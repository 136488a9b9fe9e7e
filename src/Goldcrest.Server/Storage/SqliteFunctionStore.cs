using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Server.Secrets;
using Microsoft.Data.Sqlite;

namespace Goldcrest.Server.Storage;

/// <summary>Functions in SQLite: one row a function, one a version. A save writes the rows that differ.</summary>
internal sealed class SqliteFunctionStore(SqliteDatabase database, SqliteWriter writer, SecretBox secrets) : IRecordStore<FunctionRecord>
{
    public Task<IReadOnlyList<FunctionRecord>> LoadAllAsync(CancellationToken cancellationToken)
    {
        using var connection = database.Open();
        var versions = connection.Query<VersionRow>(
                """
                SELECT account, region, name, number, phase, revision_id AS RevisionId, last_modified AS LastModified, current, previous,
                    source_description AS SourceDescription, flaw_code AS FlawCode, flaw_reason AS FlawReason
                FROM function_versions
                """)
            .ToLookup(row => new FunctionKey(row.Account, row.Region, row.Name), ToVersion);
        var functions = connection.Query<FunctionRow>("SELECT account, region, name, next_number AS NextNumber, tags, attachments FROM functions")
            .Select(row => ToFunction(row, versions[new FunctionKey(row.Account, row.Region, row.Name)]))
            .ToList();
        return Task.FromResult<IReadOnlyList<FunctionRecord>>(functions);
    }

    public Task SaveAsync(FunctionRecord? before, FunctionRecord? after, CancellationToken cancellationToken) =>
        writer.WriteAsync(connection =>
        {
            var saved = (before, after) switch
            {
                (null, { } made) => Insert(connection, made),
                ({ } gone, null) => Delete(connection, gone),
                ({ } old, { } changed) => Update(connection, old, changed),
                _ => true,
            };
            return saved ? saved : throw new InvalidOperationException($"The store holds another state of {(before ?? after)!.Key.Arn}.");
        });

    private bool Insert(SqliteConnection connection, FunctionRecord made)
    {
        var rows = connection.Execute(
            "INSERT INTO functions (account, region, name, next_number, tags, attachments) VALUES (@Account, @Region, @Name, @NextNumber, @Tags, @Attachments) ON CONFLICT DO NOTHING",
            FunctionParameters(made));
        return rows == 1 && made.Versions.All(version => InsertVersion(connection, version));
    }

    private static bool Delete(SqliteConnection connection, FunctionRecord gone) =>
        connection.Execute(
            """
            DELETE FROM functions WHERE account = @Account AND region = @Region AND name = @Name
                AND EXISTS (SELECT 1 FROM function_versions v WHERE v.account = @Account AND v.region = @Region AND v.name = @Name
                    AND v.number = '$LATEST' AND v.revision_id = @RevisionId)
            """,
            new { gone.Key.Account, gone.Key.Region, gone.Key.Name, gone.Latest.RevisionId }) == 1;

    private bool Update(SqliteConnection connection, FunctionRecord old, FunctionRecord changed)
    {
        var kept = connection.Execute(
            "UPDATE functions SET next_number = @NextNumber, tags = @Tags, attachments = @Attachments WHERE account = @Account AND region = @Region AND name = @Name",
            FunctionParameters(changed));
        if (kept != 1)
        {
            return false;
        }

        var before = old.Versions.ToDictionary(version => version.Number);
        foreach (var version in changed.Versions)
        {
            var saved = !before.Remove(version.Number, out var previous)
                ? InsertVersion(connection, version)
                : ReferenceEquals(previous, version) || UpdateVersion(connection, previous, version);
            if (!saved)
            {
                return false;
            }
        }

        return before.Values.All(version => DeleteVersion(connection, version));
    }

    private bool InsertVersion(SqliteConnection connection, FunctionVersion version) =>
        connection.Execute(
            """
            INSERT INTO function_versions (account, region, name, number, phase, revision_id, last_modified, current, previous, source_description, flaw_code, flaw_reason)
            VALUES (@Account, @Region, @Name, @Number, @Phase, @RevisionId, @LastModified, @Current, @Previous, @SourceDescription, @FlawCode, @FlawReason)
            """,
            ToRow(version)) == 1;

    private bool UpdateVersion(SqliteConnection connection, FunctionVersion previous, FunctionVersion version)
    {
        var parameters = new DynamicParameters(ToRow(version));
        parameters.Add("OldRevisionId", previous.RevisionId);
        return connection.Execute(
            """
            UPDATE function_versions SET phase = @Phase, revision_id = @RevisionId, last_modified = @LastModified, current = @Current, previous = @Previous,
                flaw_code = @FlawCode, flaw_reason = @FlawReason
            WHERE account = @Account AND region = @Region AND name = @Name AND number = @Number AND revision_id = @OldRevisionId
            """,
            parameters) == 1;
    }

    private static bool DeleteVersion(SqliteConnection connection, FunctionVersion version) =>
        connection.Execute(
            "DELETE FROM function_versions WHERE account = @Account AND region = @Region AND name = @Name AND number = @Number",
            new { version.Key.Account, version.Key.Region, version.Key.Name, version.Number }) == 1;

    private static object FunctionParameters(FunctionRecord function) => new
    {
        function.Key.Account,
        function.Key.Region,
        function.Key.Name,
        function.NextNumber,
        Tags = JsonSerializer.Serialize(function.Tags.ToDictionary(), StoredJson.Default.DictionaryStringString),
        Attachments = StoredAttachments.Write(function.Attachments),
    };

    private VersionRow ToRow(FunctionVersion version) => new()
    {
        Account = version.Key.Account,
        Region = version.Key.Region,
        Name = version.Key.Name,
        Number = version.Number,
        Phase = version.Phase.ToString(),
        RevisionId = version.RevisionId,
        LastModified = version.LastModified.ToUnixTimeMilliseconds(),
        Current = StoredDeployment.Write(version.Current, secrets),
        Previous = version.Previous is { } previous ? StoredDeployment.Write(previous, secrets) : null,
        SourceDescription = version.SourceDescription,
        FlawCode = version.Flaw?.Code,
        FlawReason = version.Flaw?.Reason,
    };

    private FunctionVersion ToVersion(VersionRow row) => new()
    {
        Key = new FunctionKey(row.Account, row.Region, row.Name),
        Number = row.Number,
        Phase = Enum.Parse<FunctionPhase>(row.Phase),
        RevisionId = row.RevisionId,
        LastModified = DateTimeOffset.FromUnixTimeMilliseconds(row.LastModified),
        Current = StoredDeployment.Read(row.Current, secrets),
        Previous = row.Previous is { } previous ? StoredDeployment.Read(previous, secrets) : null,
        SourceDescription = row.SourceDescription,
        Flaw = row is { FlawCode: { } code, FlawReason: { } reason } ? new PreparationFlaw(code, reason) : null,
    };

    private static FunctionRecord ToFunction(FunctionRow row, IEnumerable<FunctionVersion> versions)
    {
        var byNumber = versions.ToDictionary(version => version.Number);
        byNumber.Remove(FunctionVersion.Latest, out var latest);
        var tags = JsonSerializer.Deserialize(row.Tags, StoredJson.Default.DictionaryStringString);
        return new FunctionRecord
        {
            Key = new FunctionKey(row.Account, row.Region, row.Name),
            Latest = latest ?? throw new InvalidOperationException($"{row.Name} is stored without $LATEST."),
            Published = byNumber.ToImmutableSortedDictionary(pair => int.Parse(pair.Key, CultureInfo.InvariantCulture), pair => pair.Value),
            NextNumber = (int)row.NextNumber,
            Tags = (tags ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Attachments = StoredAttachments.Read(row.Attachments),
        };
    }

    private sealed record FunctionRow
    {
        public required string Account { get; init; }
        public required string Region { get; init; }
        public required string Name { get; init; }
        public required long NextNumber { get; init; }
        public required string Tags { get; init; }
        public required string Attachments { get; init; }
    }

    private sealed record VersionRow
    {
        public required string Account { get; init; }
        public required string Region { get; init; }
        public required string Name { get; init; }
        public required string Number { get; init; }
        public required string Phase { get; init; }
        public required string RevisionId { get; init; }
        public required long LastModified { get; init; }
        public required string Current { get; init; }
        public string? Previous { get; init; }
        public string? SourceDescription { get; init; }
        public string? FlawCode { get; init; }
        public string? FlawReason { get; init; }
    }
}
