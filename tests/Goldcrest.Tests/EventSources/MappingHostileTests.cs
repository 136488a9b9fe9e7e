using System.Text;

namespace Goldcrest.Tests.EventSources;

/// <summary>Whatever a client sends about mappings is answered, and nothing unreadable is kept.</summary>
public sealed class MappingHostileTests
{
    private static readonly string[] Members =
    [
        "FunctionName", "EventSourceArn", "Enabled", "BatchSize", "FilterCriteria", "MaximumBatchingWindowInSeconds", "ParallelizationFactor",
        "StartingPosition", "StartingPositionTimestamp", "DestinationConfig", "MaximumRecordAgeInSeconds", "BisectBatchOnFunctionError",
        "MaximumRetryAttempts", "Tags", "TumblingWindowInSeconds", "Topics", "Queues", "SourceAccessConfigurations", "SelfManagedEventSource",
        "FunctionResponseTypes", "AmazonManagedKafkaEventSourceConfig", "SelfManagedKafkaEventSourceConfig", "ScalingConfig",
        "DocumentDBEventSourceConfig", "KMSKeyArn", "MetricsConfig", "LoggingConfig", "ProvisionedPollerConfig", "Unknown",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "1", "-1", "1e308", "1e999", "\"\"", "\"f\"", "\"\\ud800\"", "[]", "[null]", "[[]]", "[{}]", "{}", "\"LATEST\"", "\"AT_TIMESTAMP\"",
        $"\"{MappingDesk.Queue}\"", $"\"{MappingDesk.Stream}\"", "\"arn:aws:mq:us-east-1:000000000000:broker:b:1\"", "\"arn:aws:kafka:us-east-1:000000000000:cluster/c/u\"",
        """{"Filters":[null]}""", """{"Filters":[{"Pattern":"{}"}]}""", """{"Filters":[{"Pattern":"{\"a\":[1]}"}]}""", """{"Endpoints":{}}""",
        """{"Endpoints":{"KAFKA_BOOTSTRAP_SERVERS":null}}""", """{"Endpoints":{"KAFKA_BOOTSTRAP_SERVERS":["k:1"]}}""", """{"OnFailure":null}""",
        """{"OnFailure":{"Destination":null}}""", """{"OnSuccess":{}}""", """{"Metrics":[null]}""", """{"Metrics":["EventCount"]}""", """{"MinimumPollers":2}""",
        """{"SchemaRegistryConfig":{"AccessConfigs":[null],"SchemaValidationConfigs":[null]}}""", """{"ConsumerGroupId":"g"}""", """["tt"]""",
        """[{"Type":"BASIC_AUTH"}]""", """[{"URI":"u"}]""", """[{"Type":"BASIC_AUTH","URI":"u"}]""", """{"DatabaseName":"d"}""", """{"k":null}""",
    ];

    [Fact]
    public async Task No_random_request_is_an_exception_or_a_server_error()
    {
        var desk = new MappingDesk();
        var random = new Random(20261121);
        var statuses = new HashSet<int>();

        for (var i = 0; i < 20_000; i++)
        {
            var body = Body(random);
            var known = desk.Catalog.All.Select(mapping => mapping.Key.Uuid).FirstOrDefault();
            var response = random.Next(3) == 0 && known is not null
                ? await desk.SendAsync("PUT", $"{MappingDesk.Path}/{known}", body)
                : await desk.SendAsync("POST", MappingDesk.Path, body);
            statuses.Add(response.Status);
            await desk.SettleAsync();

            Assert.True(response.Status is 202 or 400 or 404 or 409, $"{response.Status} {body}");
        }

        Assert.Equal([202, 400, 409], statuses.Where(status => status != 404).Order());
        foreach (var mapping in desk.Catalog.All)
        {
            Assert.Equal(200, (await desk.SendAsync("GET", $"{MappingDesk.Path}/{mapping.Key.Uuid}")).Status);
        }
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("%2F")]
    [InlineData("%ff")]
    [InlineData("%F0%9F%98%80")]
    public async Task No_odd_uuid_finds_anything(string uuid)
    {
        var desk = new MappingDesk();

        Assert.InRange((await desk.SendAsync("GET", $"{MappingDesk.Path}/{uuid}")).Status, 400, 404);
        Assert.InRange((await desk.SendAsync("DELETE", $"{MappingDesk.Path}/{uuid}")).Status, 400, 404);
    }

    private static string Body(Random random)
    {
        var text = new StringBuilder("{");
        if (random.Next(4) != 0)
        {
            text.Append("\"FunctionName\":\"f\",");
        }

        var named = Enumerable.Range(0, random.Next(4)).Select(_ => $"\"{Members[random.Next(Members.Length)]}\":{Values[random.Next(Values.Length)]}");
        return text.Append(random.Next(2) == 0 ? $"\"EventSourceArn\":\"{MappingDesk.Queue}{random.Next(50)}\"" : "\"x\":0")
            .Append(string.Concat(named.Select(member => "," + member))).Append('}').ToString();
    }
}
