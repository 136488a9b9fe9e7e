using System.Globalization;
using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>Layers and who else may use them.</summary>
internal static class LayerMoves
{
    private const string Layers = "/2018-10-31/layers";
    private const string Showing = "GetLayerPolicy";

    public static Exchange Publish(Twin twin, Draw draw)
    {
        var (name, code) = (draw.Of(Values.LayerNames), draw.OneIn(12) ? TwinCode.Broken : draw.Of(TwinCode.All));
        var body = new JsonObject { ["Content"] = new JsonObject { ["ZipFile"] = code.Base64 } };
        return new Exchange(
            new Call("POST", $"{Layers}/{name}/versions", body),
            code.IsZip ? Made(twin, name, code) : Expected.Invalid("Could not unzip uploaded file. Please check your file, then try to upload again."));
    }

    public static Exchange Delete(Twin twin, Draw draw)
    {
        var (name, number, version) = Choose(twin, draw);
        if (version is not null)
        {
            version.IsDeleted = true;
        }

        return new Exchange(
            new Call("DELETE", $"{Layers}/{name}/versions/{number}"),
            number < 1 ? Expected.Invalid("Layer Version Cannot be less than 1") : Expected.NoContent);
    }

    public static Exchange AddPermission(Twin twin, Draw draw)
    {
        var (name, number, version) = Choose(twin, draw);
        var (sid, principal) = (draw.Of(Values.Sids), draw.Of("*", "111111111111"));
        var claimed = Claimed(version, draw);
        var body = new JsonObject { ["StatementId"] = sid, ["Action"] = "lambda:GetLayerVersion", ["Principal"] = principal };
        return new Exchange(
            new Call("POST", $"{Layers}/{name}/versions/{number}/policy{(claimed is null ? "" : $"?RevisionId={claimed}")}", body),
            Refuse(name, number, version)
            ?? (version!.Revision.IsStale(claimed) ? Expected.Stale(Showing) : null)
            ?? (version.Policy.Any(statement => statement.Sid == sid) ? PermissionMoves.Taken(sid) : null)
            ?? Added(twin, version, sid, PermissionMoves.Statement(sid, principal, version.Arn, action: "lambda:GetLayerVersion")!));
    }

    public static Exchange RemovePermission(Twin twin, Draw draw)
    {
        var (name, number, version) = Choose(twin, draw);
        var sid = draw.Of(Values.Sids);
        var claimed = Claimed(version, draw);
        return new Exchange(
            new Call("DELETE", $"{Layers}/{name}/versions/{number}/policy/{sid}{(claimed is null ? "" : $"?RevisionId={claimed}")}"),
            Refuse(name, number, version)
            ?? (version!.Policy.Count == 0 ? Expected.NotFound("No policy is associated with the given resource.") : null)
            ?? (version.Policy.All(statement => statement.Sid != sid) ? PermissionMoves.Missing(sid) : null)
            ?? (version.Revision.IsStale(claimed) ? Expected.Stale(Showing) : null)
            ?? Removed(twin, version, sid));
    }

    /// <returns>A number that may be there, and the version when it is.</returns>
    private static (string Name, int Number, TwinLayerVersion? Version) Choose(Twin twin, Draw draw)
    {
        var name = draw.Of(Values.LayerNames);
        var versions = twin.Layers.GetValueOrDefault(name) ?? [];
        var number = draw.Below(versions.Count + 2);
        return (name, number, versions.FirstOrDefault(version => version.Number == number && !version.IsDeleted));
    }

    /// <summary>Without statements there is nothing that shows a revision.</summary>
    private static string? Claimed(TwinLayerVersion? version, Draw draw) => version?.Policy.Count > 0 ? version.Revision.Claimed(draw) : null;

    private static Expected? Refuse(string name, int number, TwinLayerVersion? version) =>
        number < 1 ? Expected.Invalid("Layer Version Cannot be less than 1")
        : version is null ? Expected.NotFound($"Layer version {Twin.LayerArn(name)}:{number.ToString(CultureInfo.InvariantCulture)} does not exist.")
        : null;

    private static Expected Made(Twin twin, string name, TwinCode code)
    {
        if (!twin.Layers.TryGetValue(name, out var versions))
        {
            versions = twin.Layers[name] = [];
        }

        var version = new TwinLayerVersion(name, versions.Count + 1, code, twin.Now, twin.NewRevision());
        versions.Add(version);
        return Expected.Made(Shown.LayerWithContent(version));
    }

    private static Expected Added(Twin twin, TwinLayerVersion version, string sid, JsonObject statement)
    {
        version.Policy.Add((sid, statement));
        version.Revision.Become(twin.NewRevision());
        return Expected.Made(new JsonObject { ["Statement"] = Shown.Text(statement), ["RevisionId"] = version.Revision.Now });
    }

    private static Expected Removed(Twin twin, TwinLayerVersion version, string sid)
    {
        version.Policy.RemoveAll(statement => statement.Sid == sid);
        version.Revision.Become(twin.NewRevision());
        return Expected.NoContent;
    }
}
