using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>Every question that can be asked about the twin's things, with its answer.</summary>
internal static class Reads
{
    private static readonly Expected Nothing = Expected.NotFound("The resource you requested does not exist.");

    public static IEnumerable<Exchange> All(Twin twin) =>
        [.. Account(twin), .. Values.FunctionNames.SelectMany(name => OfFunction(twin, name)), .. LayerReads.All(twin)];

    private static IEnumerable<Exchange> Account(Twin twin)
    {
        var functions = twin.Functions.Values;
        yield return Get("/2016-08-19/account-settings", new JsonObject
        {
            ["AccountLimit"] = new JsonObject
            {
                ["ConcurrentExecutions"] = Twin.AccountConcurrency,
                ["UnreservedConcurrentExecutions"] = Twin.AccountConcurrency - functions.Sum(function => function.Reserved ?? 0),
            },
            ["AccountUsage"] = new JsonObject { ["FunctionCount"] = functions.Count },
        });
        yield return Get(Values.Functions, List("Functions", functions.Select(function => Shown.ListItem(twin, function, function.Latest, function.Arn))));
        yield return Get($"{Values.Functions}?FunctionVersion=ALL", List("Functions", functions.SelectMany(function => Versions(twin, function))));
    }

    private static IEnumerable<Exchange> OfFunction(Twin twin, string name)
    {
        var path = $"{Values.Functions}/{name}";
        if (!twin.Functions.TryGetValue(name, out var function))
        {
            var missing = Expected.NotFound($"Function not found: {Twin.FunctionArn(name)}");
            return
            [
                new(new Call("GET", path), missing),
                new(new Call("GET", $"{path}/configuration"), missing),
                new(new Call("GET", $"{path}/versions"), missing),
                new(new Call("GET", $"{path}/aliases"), missing),
                new(new Call("GET", $"{path}/policy"), Nothing),
                new(new Call("GET", $"/2019-09-30/functions/{name}/concurrency"), missing),
                new(new Call("GET", AttachedMoves.Tags(name, null)), missing),
                new(new Call("GET", AttachedMoves.Retries(name, null)), AttachedMoves.NoRetries(name, null)),
            ];
        }

        return
        [
            Get(path, Function(twin, function)),
            Get($"{path}/versions", List("Versions", Versions(twin, function))),
            Get($"{path}/aliases", List("Aliases", function.Aliases.Values.Select(alias => Shown.Alias(function, alias)))),
            Get($"/2019-09-30/functions/{name}/concurrency", new JsonObject { ["ReservedConcurrentExecutions"] = function.Reserved }),
            Get(AttachedMoves.Tags(name, null), new JsonObject { ["Tags"] = TagsOf(function) }),
            Get(
                $"/2019-09-25/functions/{name}/event-invoke-config/list",
                List("FunctionEventInvokeConfigs", function.Retries.Select(pair => Shown.Retries(function, pair.Key, pair.Value)))),
            PolicyOf(function, null),
            .. function.Qualifiers.SelectMany(qualifier => OfQualifier(twin, function, qualifier)),
            .. Values.AliasNames.Select(alias => AliasOf(function, alias)),
            new(new Call("GET", $"{path}?Qualifier=77"), Expected.NotFound($"Function not found: {function.Arn}:77")),
        ];
    }

    private static JsonObject Function(Twin twin, TwinFunction function) => new()
    {
        ["Configuration"] = Shown.Latest(twin, function),
        ["Code"] = new JsonObject { ["RepositoryType"] = "S3", ["Location"] = Likeness.Anything },
        ["Tags"] = function.Tags.Count == 0 ? null : TagsOf(function),
        ["Concurrency"] = function.Reserved is null ? null : new JsonObject { ["ReservedConcurrentExecutions"] = function.Reserved },
    };

    private static IEnumerable<Exchange> OfQualifier(Twin twin, TwinFunction function, string qualifier)
    {
        var configuration = Shown.Configuration(twin, function, function.Find(qualifier)!, $"{function.Arn}:{qualifier}");
        yield return Get($"{Values.Functions}/{function.Name}/configuration{PermissionMoves.Query(qualifier)}", configuration);
        yield return PolicyOf(function, qualifier);
        yield return new(
            new Call("GET", AttachedMoves.Retries(function.Name, qualifier)),
            function.Retries.TryGetValue(qualifier, out var retries)
                ? Expected.Ok(Shown.Retries(function, qualifier, retries))
                : AttachedMoves.NoRetries(function.Name, qualifier));
    }

    private static Exchange AliasOf(TwinFunction function, string name) => new(
        new Call("GET", $"{Values.Functions}/{function.Name}/aliases/{name}"),
        function.Aliases.TryGetValue(name, out var alias)
            ? Expected.Ok(Shown.Alias(function, alias))
            : Expected.NotFound($"Cannot find alias arn: {function.Arn}:{name}"));

    private static Exchange PolicyOf(TwinFunction function, string? qualifier) => new(
        new Call("GET", $"{Values.Functions}/{function.Name}/policy{PermissionMoves.Query(qualifier)}"),
        function.Policies.TryGetValue(qualifier ?? "", out var policy)
            ? Expected.Ok(Shown.Policy(policy, function.RevisionOf(qualifier).Now))
            : Nothing);

    private static IEnumerable<JsonObject> Versions(Twin twin, TwinFunction function) =>
        function.Versions.Select(version => Shown.ListItem(twin, function, version, $"{function.Arn}:{version.Number}"));

    private static JsonObject TagsOf(TwinFunction function) =>
        new(function.Tags.Select(tag => KeyValuePair.Create<string, JsonNode?>(tag.Key, tag.Value)));

    public static JsonObject List(string member, IEnumerable<JsonObject> items) => new() { [member] = new JsonArray([.. items]), ["NextMarker"] = null };

    public static Exchange Get(string target, JsonObject body) => new(new Call("GET", target), Expected.Ok(body));
}
