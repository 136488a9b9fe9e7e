using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>What answers show of the twin's functions.</summary>
internal static class Shown
{
    public static JsonObject Latest(Twin twin, TwinFunction function) => Configuration(twin, function, function.Latest, function.Arn);

    /// <summary>Under the ARN of its number.</summary>
    public static JsonObject Version(Twin twin, TwinFunction function, TwinVersion version) =>
        Configuration(twin, function, version, $"{function.Arn}:{version.Number}");

    public static JsonObject Configuration(Twin twin, TwinFunction function, TwinVersion version, string arn)
    {
        var shown = ListItem(twin, function, version, arn);
        shown["State"] = version.IsPending ? "Pending" : "Active";
        shown["StateReasonCode"] = version.IsPending ? "Creating" : null;
        shown["LastUpdateStatus"] = version.IsPending ? null : version.IsUpdating ? "InProgress" : "Successful";
        return shown;
    }

    /// <summary>Lists say nothing of states.</summary>
    public static JsonObject ListItem(Twin twin, TwinFunction function, TwinVersion version, string arn)
    {
        var settings = version.Settings;
        return new JsonObject
        {
            ["FunctionName"] = function.Name,
            ["FunctionArn"] = arn,
            ["Runtime"] = "python3.12",
            ["Handler"] = "m.handler",
            ["Role"] = settings.Role,
            ["CodeSha256"] = settings.Code.Sha256,
            ["CodeSize"] = settings.Code.Bytes.Length,
            ["Description"] = settings.Description,
            ["MemorySize"] = settings.Memory,
            ["Timeout"] = settings.Timeout,
            ["LastModified"] = version.Modified,
            ["Version"] = version.Number,
            ["RevisionId"] = version.Revision.Now,
            ["PackageType"] = "Zip",
            ["Environment"] = settings.Variables is null ? null : new JsonObject { ["Variables"] = JsonNode.Parse(settings.Variables) },
            ["Layers"] = Layers(twin, settings.Layers),
            ["State"] = null,
            ["LastUpdateStatus"] = null,
        };
    }

    public static JsonObject Alias(TwinFunction function, TwinAlias alias) => new()
    {
        ["AliasArn"] = $"{function.Arn}:{alias.Name}",
        ["Name"] = alias.Name,
        ["FunctionVersion"] = alias.Version,
        ["Description"] = alias.Description,
        ["RevisionId"] = alias.Revision.Now,
        ["RoutingConfig"] = alias.Shared is { } shared
            ? new JsonObject { ["AdditionalVersionWeights"] = new JsonObject { [shared.Version] = shared.Weight } }
            : null,
    };

    public static JsonObject Layer(TwinLayerVersion version) => new()
    {
        ["LayerVersionArn"] = version.Arn,
        ["Version"] = version.Number,
        ["Description"] = "",
        ["CreatedDate"] = version.Created,
    };

    public static JsonObject LayerWithContent(TwinLayerVersion version)
    {
        var shown = Layer(version);
        shown["LayerArn"] = Twin.LayerArn(version.Layer);
        shown["Content"] = new JsonObject
        {
            ["CodeSha256"] = version.Code.Sha256,
            ["CodeSize"] = version.Code.Bytes.Length,
            ["Location"] = Likeness.Anything,
        };
        return shown;
    }

    /// <summary>A whole policy, as the text that answers hold.</summary>
    public static JsonObject Policy(IEnumerable<(string Sid, JsonObject Statement)> statements, string revision) => new()
    {
        ["Policy"] = Text(new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Id"] = "default",
            ["Statement"] = new JsonArray([.. statements.Select(statement => statement.Statement.DeepClone())]),
        }),
        ["RevisionId"] = revision,
    };

    public static string Text(JsonObject json) => json.ToJsonString();

    public static JsonObject Retries(TwinFunction function, string qualifier, TwinRetries retries) => new()
    {
        ["FunctionArn"] = $"{function.Arn}:{qualifier}",
        ["MaximumRetryAttempts"] = retries.Attempts,
        ["MaximumEventAgeInSeconds"] = retries.Age,
        ["DestinationConfig"] = new JsonObject
        {
            ["OnSuccess"] = new JsonObject { ["Destination"] = null },
            ["OnFailure"] = new JsonObject { ["Destination"] = retries.OnFailure },
        },
        ["LastModified"] = Likeness.Anything,
    };

    private static JsonArray? Layers(Twin twin, string layers) => layers.Length == 0 ? null :
    [
        .. layers.Split(' ').Select(arn => new JsonObject { ["Arn"] = arn, ["CodeSize"] = twin.FindLayer(arn)!.Code.Bytes.Length }),
    ];
}
