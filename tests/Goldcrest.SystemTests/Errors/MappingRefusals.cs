using Goldcrest.SystemTests.Functions;
using static Goldcrest.SystemTests.Errors.RefusalStage;

namespace Goldcrest.SystemTests.Errors;

/// <summary>Event source mappings.</summary>
internal static class MappingRefusals
{
    private const string Queue = $"arn:aws:sqs:{Region}:{Account}:orders";
    private const string Kinesis = $"arn:aws:kinesis:{Region}:{Account}:stream/orders";
    private const string DynamoDb = $"arn:aws:dynamodb:{Region}:{Account}:table/orders/stream/2026-01-01T00:00:00.000";

    public static Dictionary<string, Provoke> Cases { get; } = new()
    {
        ["mapping-function-missing"] = async stage => new(await stage.PostAsync(MappingsPath, new { FunctionName = "nobody", EventSourceArn = Queue })),
        ["mapping-source-unknown"] = async stage => new(await stage.PostAsync(MappingsPath, new { FunctionName = stage.Function })),
        ["mapping-without-starting-position"] = async stage => new(
            await stage.PostAsync(MappingsPath, new { FunctionName = stage.Function, EventSourceArn = Kinesis })),
        ["mapping-position-invalid"] = async stage => new(
            await stage.PostAsync(MappingsPath, new { FunctionName = stage.Function, EventSourceArn = Kinesis, StartingPosition = "invalid" })),
        ["mapping-position-unsupported"] = async stage => new(
            await stage.PostAsync(MappingsPath, new { FunctionName = stage.Function, EventSourceArn = DynamoDb, StartingPosition = "AT_TIMESTAMP", StartingPositionTimestamp = 1_700_000_000 }),
            DynamoDb),
        ["mapping-filter-invalid"] = async stage => new(await stage.PostAsync(
            MappingsPath,
            new { FunctionName = stage.Function, EventSourceArn = DynamoDb, StartingPosition = "LATEST", FilterCriteria = new { Filters = new[] { new { Pattern = "single-string" } } } })),
        ["mapping-batch-without-window"] = async stage => new(
            await stage.PostAsync(MappingsPath, new { FunctionName = stage.Function, EventSourceArn = Queue, BatchSize = 11 })),
        ["mapping-destination-for-queue"] = async stage => new(await stage.PostAsync(
            MappingsPath, new { FunctionName = stage.Function, EventSourceArn = Queue, DestinationConfig = new { OnSuccess = new { Destination = $"{Queue}-done" } } })),
        ["mapping-without-source-access"] = async stage => new(
            await stage.PostAsync(
                MappingsPath,
                new { FunctionName = stage.Function, Topics = new[] { "topic" }, StartingPosition = "TRIM_HORIZON", SelfManagedEventSource = Brokers("kafka:1000") })),
        ["mapping-of-queue-exists"] = async stage =>
        {
            var function = await stage.MakeFunctionAsync();
            return new(await MapTwiceAsync(stage, new { FunctionName = function, EventSourceArn = Queue }), Queue, function);
        },
        ["mapping-of-kinesis-exists"] = async stage =>
        {
            var function = await stage.MakeFunctionAsync();
            return new(await MapTwiceAsync(stage, new { FunctionName = function, EventSourceArn = Kinesis, StartingPosition = "LATEST" }), Kinesis, function);
        },
        ["mapping-of-dynamodb-exists"] = async stage =>
        {
            var function = await stage.MakeFunctionAsync();
            return new(await MapTwiceAsync(stage, new { FunctionName = function, EventSourceArn = DynamoDb, StartingPosition = "LATEST" }), DynamoDb, function);
        },
        ["mapping-of-broker-exists"] = stage => MapClusterTwiceAsync(stage, "kafka:1000"),
        ["mapping-of-brokers-exists"] = stage => MapClusterTwiceAsync(stage, "kafka:1000", "kafka:2000"),
    };

    private static object Brokers(params string[] brokers) => new { Endpoints = new { KAFKA_BOOTSTRAP_SERVERS = brokers } };

    private static async Task<LambdaAnswer> MapTwiceAsync(RefusalStage stage, object mapping)
    {
        (await stage.PostAsync(MappingsPath, mapping)).Ok();
        return await stage.PostAsync(MappingsPath, mapping);
    }

    private static async Task<Provoked> MapClusterTwiceAsync(RefusalStage stage, params string[] brokers)
    {
        var function = await stage.MakeFunctionAsync();
        var answer = await MapTwiceAsync(stage, new
        {
            FunctionName = function,
            Topics = new[] { "topic" },
            StartingPosition = "TRIM_HORIZON",
            SelfManagedEventSource = Brokers(brokers),
            SourceAccessConfigurations = new[] { new { Type = "BASIC_AUTH", URI = $"arn:aws:secretsmanager:{Region}:{Account}:secret:s" } },
        });
        return new(answer, FunctionArn(function));
    }
}
