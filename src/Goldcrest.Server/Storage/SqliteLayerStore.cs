using System.Collections.Immutable;
using Dapper;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Records;
using Microsoft.Data.Sqlite;

namespace Goldcrest.Server.Storage;

/// <summary>Layers in SQLite: one row a layer, one a version. A save writes the rows that differ.</summary>
internal sealed class SqliteLayerStore(SqliteDatabase database, SqliteWriter writer) : IRecordStore<LayerRecord>
{
    public Task<IReadOnlyList<LayerRecord>> LoadAllAsync(CancellationToken cancellationToken)
    {
        using var connection = database.Open();
        var versions = connection.Query<LayerVersionRow>(
                """
                SELECT account, region, name, number, code_sha256 AS CodeSha256, code_bytes AS CodeBytes, unpacked_bytes AS UnpackedBytes, created,
                    description, license_info AS LicenseInfo, runtimes, architectures, policy, policy_revision_id AS PolicyRevisionId,
                    signing_profile AS SigningProfile, signing_job AS SigningJob
                FROM layer_versions
                """)
            .Select(row => row.ToVersion())
            .ToLookup(version => version.Key.Layer);
        var layers = connection.Query<(string Account, string Region, string Name, long NextNumber, string Tags)>(
                "SELECT account, region, name, next_number, tags FROM layers")
            .Select(row => new LayerRecord
            {
                Key = new LayerKey(row.Account, row.Region, row.Name),
                Versions = versions[new LayerKey(row.Account, row.Region, row.Name)]
                    .ToImmutableSortedDictionary(version => version.Key.Number, version => version),
                NextNumber = row.NextNumber,
                Tags = StoredTags.Read(row.Tags),
            });
        return Task.FromResult<IReadOnlyList<LayerRecord>>([.. layers]);
    }

    public Task SaveAsync(LayerRecord? before, LayerRecord? after, CancellationToken cancellationToken) =>
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

    private static bool Insert(SqliteConnection connection, LayerRecord made) =>
        connection.Execute(
            "INSERT INTO layers (account, region, name, next_number, tags) VALUES (@Account, @Region, @Name, @NextNumber, @Tags) ON CONFLICT DO NOTHING",
            Parameters(made, made)) == 1
        && made.Versions.Values.All(version => InsertVersion(connection, version));

    private static bool Delete(SqliteConnection connection, LayerRecord gone) =>
        connection.Execute(
            "DELETE FROM layers WHERE account = @Account AND region = @Region AND name = @Name AND next_number = @OldNextNumber AND tags = @OldTags",
            Parameters(gone, gone)) == 1;

    private static bool Update(SqliteConnection connection, LayerRecord old, LayerRecord changed)
    {
        var kept = connection.Execute(
            """
            UPDATE layers SET next_number = @NextNumber, tags = @Tags
            WHERE account = @Account AND region = @Region AND name = @Name AND next_number = @OldNextNumber AND tags = @OldTags
            """,
            Parameters(old, changed)) == 1;
        return kept
            && changed.Versions.Values.All(version => old.Find(version.Key.Number) is not { } previous
                ? InsertVersion(connection, version)
                : ReferenceEquals(previous, version) || UpdatePolicy(connection, previous, version))
            && old.Versions.Values.Where(version => changed.Find(version.Key.Number) is null).All(version => DeleteVersion(connection, version));
    }

    private static bool InsertVersion(SqliteConnection connection, LayerVersion version) =>
        connection.Execute(
            """
            INSERT INTO layer_versions (account, region, name, number, code_sha256, code_bytes, unpacked_bytes, created, description, license_info,
                runtimes, architectures, policy, policy_revision_id, signing_profile, signing_job)
            VALUES (@Account, @Region, @Name, @Number, @CodeSha256, @CodeBytes, @UnpackedBytes, @Created, @Description, @LicenseInfo,
                @Runtimes, @Architectures, @Policy, @PolicyRevisionId, @SigningProfile, @SigningJob)
            ON CONFLICT DO NOTHING
            """,
            LayerVersionRow.From(version)) == 1;

    /// <summary>Nothing else of a version ever changes.</summary>
    private static bool UpdatePolicy(SqliteConnection connection, LayerVersion previous, LayerVersion version)
    {
        var parameters = new DynamicParameters(LayerVersionRow.From(version));
        parameters.Add("OldRevisionId", previous.PolicyRevisionId);
        return connection.Execute(
            """
            UPDATE layer_versions SET policy = @Policy, policy_revision_id = @PolicyRevisionId
            WHERE account = @Account AND region = @Region AND name = @Name AND number = @Number AND policy_revision_id IS @OldRevisionId
            """,
            parameters) == 1;
    }

    private static bool DeleteVersion(SqliteConnection connection, LayerVersion version) =>
        connection.Execute(
            """
            DELETE FROM layer_versions
            WHERE account = @Account AND region = @Region AND name = @Name AND number = @Number AND policy_revision_id IS @PolicyRevisionId
            """,
            LayerVersionRow.From(version)) == 1;

    private static object Parameters(LayerRecord old, LayerRecord changed) => new
    {
        changed.Key.Account,
        changed.Key.Region,
        changed.Key.Name,
        changed.NextNumber,
        Tags = StoredTags.Write(changed.Tags),
        OldNextNumber = old.NextNumber,
        OldTags = StoredTags.Write(old.Tags),
    };
}
