using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>Making, changing and deleting aliases.</summary>
internal static class AliasMoves
{
    public static Exchange Create(Twin twin, Draw draw)
    {
        var (name, alias) = (draw.Of(Values.FunctionNames), draw.Of(Values.AliasNames));
        var function = twin.Functions.GetValueOrDefault(name);
        var version = Values.Version(function, draw);
        var description = draw.OneIn(3) ? draw.Of(Values.Descriptions) : null;
        var weights = draw.OneIn(2) ? Weights(function, draw) : null;
        var body = new JsonObject { ["Name"] = alias, ["FunctionVersion"] = version };
        body.Add("Description", description, given: description is not null);
        body.Add("RoutingConfig", Written(weights), given: weights is not null);
        return new Exchange(
            new Call("POST", $"{Values.Functions}/{Values.Written(name, draw)}/aliases", body),
            (function is null ? Expected.NotFound($"Function not found: {Twin.FunctionArn(name)}:{version}") : null)
            ?? (function!.Aliases.ContainsKey(alias) ? Expected.Conflict($"Alias already exists: {function.Arn}:{alias}") : null)
            ?? Refuse(function, version, weights)
            ?? Made(function, new TwinAlias(alias, twin.NewRevision())
            {
                Version = version,
                Description = description ?? "",
                Shared = Only(weights),
            }));
    }

    public static Exchange Update(Twin twin, Draw draw)
    {
        var (name, alias) = (draw.Of(Values.FunctionNames), draw.Of(Values.AliasNames));
        var function = twin.Functions.GetValueOrDefault(name);
        var there = function?.Aliases.GetValueOrDefault(alias);
        var version = draw.OneIn(2) ? Values.Version(function, draw) : null;
        var description = draw.OneIn(3) ? draw.Of(Values.Descriptions) : null;
        var weights = draw.OneIn(2) ? Weights(function, draw) : null;
        var claimed = there?.Revision.Claimed(draw);
        var body = new JsonObject();
        body.Add("FunctionVersion", version, given: version is not null);
        body.Add("Description", description, given: description is not null);
        body.Add("RoutingConfig", Written(weights), given: weights is not null);
        body.Add("RevisionId", claimed, given: claimed is not null);
        var call = new Call("PUT", $"{Values.Functions}/{Values.Written(name, draw)}/aliases/{alias}", body);
        if (there is null)
        {
            return new Exchange(call, Expected.NotFound($"Alias not found: {Twin.FunctionArn(name)}:{alias}"));
        }

        var kept = weights ?? (there.Shared is { } shared ? [(shared.Version, shared.Weight)] : []);
        return new Exchange(
            call,
            (there.Revision.IsStale(claimed) ? Expected.Stale("GetFunction/GetAlias") : null)
            ?? Refuse(function!, version ?? there.Version, kept)
            ?? Changed(twin, function!, there, version ?? there.Version, description ?? there.Description, Only(kept)));
    }

    public static Exchange Delete(Twin twin, Draw draw)
    {
        var (name, alias) = (draw.Of(Values.FunctionNames), draw.Of(Values.AliasNames));
        if (twin.Functions.GetValueOrDefault(name) is { } function && function.Aliases.Remove(alias))
        {
            function.Forget(alias);
        }

        return new Exchange(new Call("DELETE", $"{Values.Functions}/{Values.Written(name, draw)}/aliases/{alias}"), Expected.NoContent);
    }

    /// <returns>Versions with their shares: none, one, or one too many.</returns>
    private static List<(string Version, double Weight)> Weights(TwinFunction? function, Draw draw) => draw.Below(6) switch
    {
        0 => [],
        1 => [("1", 0.25), ("2", 0.25)],
        _ => [(Values.Version(function, draw) is var version && version != TwinFunction.LatestNumber ? version : "1", draw.Of(0, 0.5, 1))],
    };

    private static JsonObject? Written(List<(string Version, double Weight)>? weights) => weights is null ? null : new JsonObject
    {
        ["AdditionalVersionWeights"] = new JsonObject(weights.Select(weight => KeyValuePair.Create<string, JsonNode?>(weight.Version, weight.Weight))),
    };

    private static (string, double)? Only(List<(string Version, double Weight)>? weights) => weights is [var one] ? one : null;

    private static Expected? Refuse(TwinFunction function, string version, List<(string Version, double Weight)>? weights)
    {
        if (weights is null or [])
        {
            return Missing(function, version);
        }

        if (weights.Count > 1)
        {
            return Expected.Invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");
        }

        if (version == TwinFunction.LatestNumber)
        {
            return Expected.InvalidWithoutType("$LATEST is not supported for an alias pointing to more than 1 version");
        }

        var other = weights[0].Version;
        if (version == other)
        {
            return Expected.Invalid($"Invalid function version {other}. Function version {other} is already included in routing configuration.");
        }

        return Missing(function, version) ?? Missing(function, other)
            ?? (function.Find(version)!.Settings.Role == function.Find(other)!.Settings.Role
                ? null
                : Expected.Invalid("Specified versions must be associated with the same execution role"));
    }

    private static Expected? Missing(TwinFunction function, string version) =>
        function.Find(version) is null ? Expected.NotFound($"Function not found: {function.Arn}:{version}") : null;

    private static Expected Made(TwinFunction function, TwinAlias alias)
    {
        function.Aliases[alias.Name] = alias;
        return Expected.Made(Shown.Alias(function, alias));
    }

    private static Expected Changed(
        Twin twin, TwinFunction function, TwinAlias alias, string version, string description, (string Version, double Weight)? shared)
    {
        (alias.Version, alias.Description, alias.Shared) = (version, description, shared);
        alias.Revision.Become(twin.NewRevision());
        return Expected.Ok(Shown.Alias(function, alias));
    }
}
