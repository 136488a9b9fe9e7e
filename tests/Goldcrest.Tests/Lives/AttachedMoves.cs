using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>Tags, reserved concurrency and settings of asynchronous invocations.</summary>
internal static class AttachedMoves
{
    public static Exchange Tag(Twin twin, Draw draw)
    {
        var name = draw.Of(Values.FunctionNames);
        var qualifier = draw.OneIn(8) ? draw.Of("1", "live") : null;
        var tags = draw.Below(8) switch
        {
            0 => [],
            1 => new Dictionary<string, string> { ["aws:x"] = "1" },
            2 => new Dictionary<string, string> { ["owner"] = "me", ["stage"] = "" },
            _ => new Dictionary<string, string> { [draw.Of(Values.TagKeys)] = draw.Of(Values.TagValues) },
        };
        var body = new JsonObject { ["Tags"] = new JsonObject(tags.Select(tag => KeyValuePair.Create<string, JsonNode?>(tag.Key, tag.Value))) };
        return new Exchange(
            new Call("POST", Tags(name, qualifier), body),
            (tags.Count == 0 ? Expected.Invalid("An error occurred and the request cannot be processed.") : null)
            ?? RefuseTags(twin, name, qualifier)
            ?? (tags.ContainsKey("aws:x") ? Expected.Invalid("Tag keys starting with 'aws:' are reserved for internal use: aws:x") : null)
            ?? ChangeTags(twin, name, present =>
            {
                foreach (var (key, value) in tags)
                {
                    present[key] = value;
                }
            }));
    }

    public static Exchange Untag(Twin twin, Draw draw)
    {
        var (name, key) = (draw.Of(Values.FunctionNames), draw.Of(Values.TagKeys));
        return new Exchange(
            new Call("DELETE", $"{Tags(name, null)}?tagKeys={key}&tagKeys=never"),
            RefuseTags(twin, name, null) ?? ChangeTags(twin, name, present => present.Remove(key)));
    }

    public static Exchange Reserve(Twin twin, Draw draw)
    {
        var name = draw.Of(Values.FunctionNames);
        var wanted = draw.Of(0, 1, 300, 450, 900, 901);
        var elsewhere = twin.Functions.Values.Where(function => function.Name != name).Sum(function => function.Reserved ?? 0);
        var function = twin.Functions.GetValueOrDefault(name);
        var expected =
            function is null ? Expected.NotFound($"Function not found: {Twin.FunctionArn(name)}:$LATEST")
            : Twin.AccountConcurrency - elsewhere - wanted < Twin.LeastUnreserved ? Expected.InvalidWithoutType(
                "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].")
            : Expected.Ok(new JsonObject { ["ReservedConcurrentExecutions"] = wanted });
        if (expected.Status == 200)
        {
            function!.Reserved = wanted;
        }

        return new Exchange(
            new Call("PUT", $"/2017-10-31/functions/{Values.Written(name, draw)}/concurrency", new JsonObject { ["ReservedConcurrentExecutions"] = wanted }),
            expected);
    }

    public static Exchange Unreserve(Twin twin, Draw draw)
    {
        var name = draw.Of(Values.FunctionNames);
        var call = new Call("DELETE", $"/2017-10-31/functions/{Values.Written(name, draw)}/concurrency");
        if (twin.Functions.GetValueOrDefault(name) is not { } function)
        {
            return new Exchange(call, Expected.NotFound($"Function not found: {Twin.FunctionArn(name)}"));
        }

        function.Reserved = null;
        return new Exchange(call, Expected.NoContent);
    }

    public static Exchange SetRetries(Twin twin, Draw draw)
    {
        var (function, name, qualifier) = Target(twin, draw);
        var isUpdate = draw.OneIn(2);
        var wish = new TwinRetries(draw.Of<int?>(null, 0, 2), draw.Of<int?>(null, 60), draw.Of(null, "arn:aws:sqs:us-east-1:000000000000:dead"));
        var body = new JsonObject();
        body.Add("MaximumRetryAttempts", wish.Attempts, given: wish.Attempts is not null);
        body.Add("MaximumEventAgeInSeconds", wish.Age, given: wish.Age is not null);
        body.Add(
            "DestinationConfig", new JsonObject { ["OnFailure"] = new JsonObject { ["Destination"] = wish.OnFailure } }, given: wish.OnFailure is not null);
        var before = function?.Retries.GetValueOrDefault(qualifier ?? TwinFunction.LatestNumber);
        return new Exchange(
            new Call(isUpdate ? "POST" : "PUT", Retries(name, qualifier), body),
            (body.Count == 0 ? Expected.Invalid("You must specify at least one of error handling or destination setting.") : null)
            ?? (function?.Find(qualifier) is null ? Expected.NotFound("The function doesn't exist.") : null)
            ?? (isUpdate && before is null ? NoRetries(name, qualifier) : null)
            ?? Set(function!, qualifier ?? TwinFunction.LatestNumber, !isUpdate ? wish : new TwinRetries(
                wish.Attempts ?? before!.Attempts, wish.Age ?? before!.Age, wish.OnFailure ?? before!.OnFailure)));
    }

    public static Exchange DropRetries(Twin twin, Draw draw)
    {
        var (function, name, qualifier) = Target(twin, draw);
        if (twin.Functions.Values.FirstOrDefault(other => other.Retries.Count > 0) is { } known && draw.OneIn(2))
        {
            (function, name, qualifier) = (known, known.Name, draw.Of(known.Retries.Keys.ToList()));
        }

        return new Exchange(
            new Call("DELETE", Retries(name, qualifier)),
            function?.Retries.Remove(qualifier ?? TwinFunction.LatestNumber) == true ? Expected.NoContent : NoRetries(name, qualifier));
    }

    public static string Tags(string name, string? qualifier) =>
        $"/2017-03-31/tags/{Uri.EscapeDataString(Twin.FunctionArn(name) + (qualifier is null ? "" : $":{qualifier}"))}";

    public static string Retries(string name, string? qualifier) =>
        $"/2019-09-25/functions/{name}/event-invoke-config{PermissionMoves.Query(qualifier)}";

    public static Expected NoRetries(string name, string? qualifier) => Expected.NotFound(
        $"The function {Twin.FunctionArn(name)}:{qualifier ?? TwinFunction.LatestNumber} doesn't have an EventInvokeConfig");

    private static (TwinFunction? Function, string Name, string? Qualifier) Target(Twin twin, Draw draw)
    {
        var name = draw.Of(Values.FunctionNames);
        var function = twin.Functions.GetValueOrDefault(name);
        return (function, name, draw.OneIn(2) ? null : Values.Qualifier(function, draw));
    }

    private static Expected Set(TwinFunction function, string qualifier, TwinRetries retries)
    {
        function.Retries[qualifier] = retries;
        return Expected.Ok(Shown.Retries(function, qualifier, retries));
    }

    private static Expected? RefuseTags(Twin twin, string name, string? qualifier) =>
        qualifier is not null ? Expected.Invalid("Tags on function aliases and versions are not supported. Please specify a function ARN.")
        : twin.Functions.ContainsKey(name) ? null
        : Expected.NotFound($"Function not found: {Twin.FunctionArn(name)}");

    private static Expected ChangeTags(Twin twin, string name, Action<SortedDictionary<string, string>> change)
    {
        change(twin.Functions[name].Tags);
        twin.Functions[name].Latest.Revision.Become(twin.NewRevision());
        return Expected.NoContent;
    }
}
