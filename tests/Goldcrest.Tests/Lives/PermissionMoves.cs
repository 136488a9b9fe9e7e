using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>Permissions on functions, versions and aliases.</summary>
internal static class PermissionMoves
{
    private const string Showing = "GetPolicy";

    public static Exchange Add(Twin twin, Draw draw)
    {
        var (name, sid) = (draw.Of(Values.FunctionNames), draw.Of(Values.Sids));
        var function = twin.Functions.GetValueOrDefault(name);
        var qualifier = draw.OneIn(3) ? null : Values.Qualifier(function, draw);
        var target = function?.Find(qualifier) is null ? null : function;
        var claimed = target is null || qualifier == TwinFunction.LatestNumber ? null : target.RevisionOf(qualifier).Claimed(draw);
        var principal = draw.Of("sns.amazonaws.com", "111111111111", "*", "nobody");
        var source = draw.OneIn(3) ? "arn:aws:sns:us-east-1:000000000000:topic" : null;
        var account = draw.OneIn(4) ? "222222222222" : null;
        var body = new JsonObject { ["StatementId"] = sid, ["Action"] = "lambda:InvokeFunction", ["Principal"] = principal };
        body.Add("SourceArn", source, given: source is not null);
        body.Add("SourceAccount", account, given: account is not null);
        body.Add("RevisionId", claimed, given: claimed is not null);
        var arn = Arn(name, qualifier);
        var statement = Statement(sid, principal, arn, source, account);
        return new Exchange(
            new Call("POST", $"{Values.Functions}/{name}/policy{Query(qualifier)}", body),
            (qualifier == TwinFunction.LatestNumber ? Expected.Invalid("We currently do not support adding policies for $LATEST.") : null)
            ?? (target is null ? Expected.NotFound($"Function not found: {arn}") : null)
            ?? (statement is null ? Expected.Invalid("The provided principal was invalid. Please check the principal and try again.") : null)
            ?? (target!.RevisionOf(qualifier).IsStale(claimed) ? Expected.Stale(Showing) : null)
            ?? (target.Policies.GetValueOrDefault(qualifier ?? "")?.Any(other => other.Sid == sid) == true ? Taken(sid) : null)
            ?? Added(twin, target, qualifier, sid, statement!));
    }

    public static Exchange Remove(Twin twin, Draw draw)
    {
        var (name, sid) = (draw.Of(Values.FunctionNames), draw.Of(Values.Sids));
        var function = twin.Functions.GetValueOrDefault(name);
        var qualifier = draw.OneIn(3) ? null
            : function?.Policies.Keys.Where(key => key.Length > 0).ToList() is { Count: > 0 } keys ? draw.Of(keys)
            : Values.Qualifier(function, draw);
        var target = function?.Find(qualifier) is null ? null : function;
        var claimed = target?.RevisionOf(qualifier).Claimed(draw);
        var query = Query(qualifier) + (claimed is null ? "" : $"{(qualifier is null ? "?" : "&")}RevisionId={claimed}");
        var policy = target?.Policies.GetValueOrDefault(qualifier ?? "");
        return new Exchange(
            new Call("DELETE", $"{Values.Functions}/{name}/policy/{sid}{query}"),
            (target is null ? Expected.NotFound($"No policy found for: {Arn(name, qualifier)}") : null)
            ?? (policy is null ? Expected.NotFound("No policy is associated with the given resource.") : null)
            ?? (policy!.All(statement => statement.Sid != sid) ? Missing(sid) : null)
            ?? (target!.RevisionOf(qualifier).IsStale(claimed) ? Expected.Stale(Showing) : null)
            ?? Removed(twin, target, qualifier, sid));
    }

    public static Expected Taken(string sid) => Expected.Conflict(
        $"The statement id ({sid}) provided already exists. Please provide a new statement id, or remove the existing statement.");

    public static Expected Missing(string sid) => Expected.NotFound($"Statement {sid} is not found in resource policy.");

    public static string Query(string? qualifier) => qualifier is null ? "" : $"?Qualifier={Uri.EscapeDataString(qualifier)}";

    /// <returns>Null when nobody can be meant by the principal.</returns>
    public static JsonObject? Statement(string sid, string principal, string resource, string? source = null, string? account = null, string action = "lambda:InvokeFunction")
    {
        JsonNode? who = principal switch
        {
            "*" => "*",
            "nobody" => null,
            _ when char.IsAsciiDigit(principal[0]) => new JsonObject { ["AWS"] = $"arn:aws:iam::{principal}:root" },
            _ => new JsonObject { ["Service"] = principal },
        };
        if (who is null)
        {
            return null;
        }

        var statement = new JsonObject { ["Sid"] = sid, ["Effect"] = "Allow", ["Principal"] = who, ["Action"] = action, ["Resource"] = resource };
        var conditions = new JsonObject();
        conditions.Add("StringEquals", new JsonObject { ["AWS:SourceAccount"] = account }, given: account is not null);
        conditions.Add("ArnLike", new JsonObject { ["AWS:SourceArn"] = source }, given: source is not null);
        statement.Add("Condition", conditions, given: conditions.Count > 0);
        return statement;
    }

    private static string Arn(string name, string? qualifier) => qualifier is null ? Twin.FunctionArn(name) : $"{Twin.FunctionArn(name)}:{qualifier}";

    private static Expected Added(Twin twin, TwinFunction function, string? qualifier, string sid, JsonObject statement)
    {
        if (!function.Policies.TryGetValue(qualifier ?? "", out var policy))
        {
            policy = function.Policies[qualifier ?? ""] = [];
        }

        policy.Add((sid, statement));
        function.RevisionOf(qualifier).Become(twin.NewRevision());
        return Expected.Made(new JsonObject { ["Statement"] = Shown.Text(statement) });
    }

    private static Expected Removed(Twin twin, TwinFunction function, string? qualifier, string sid)
    {
        var policy = function.Policies[qualifier ?? ""];
        policy.RemoveAll(statement => statement.Sid == sid);
        if (policy.Count == 0)
        {
            function.Policies.Remove(qualifier ?? "");
        }

        function.RevisionOf(qualifier).Become(twin.NewRevision());
        return Expected.NoContent;
    }
}
