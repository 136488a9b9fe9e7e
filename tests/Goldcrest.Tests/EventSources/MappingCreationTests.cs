using System.Text.Json.Nodes;
using Goldcrest.Tests.Wire;

namespace Goldcrest.Tests.EventSources;

/// <summary>What CreateEventSourceMapping answers and refuses, source by source, in the texts that the service was seen to use.</summary>
public sealed class MappingCreationTests
{
    private const string DynamoDb = "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-11-21T10:00:00.000";
    private const string Msk = "arn:aws:kafka:us-east-1:000000000000:cluster/c/6357e0b2-0e6a-4b86-a0b4-70df934c2e31-5";
    private const string Broker = "arn:aws:mq:us-east-1:000000000000:broker:b:b-6357e0b2-0e6a-4b86-a0b4-70df934c2e31";
    private const string Documents = "arn:aws:rds:us-east-1:000000000000:cluster:docs";

    private readonly MappingDesk _desk = new();

    [Fact]
    public async Task A_mapping_of_a_queue_answers_with_the_defaults_of_queues_and_nothing_else()
    {
        var answer = await _desk.CreateAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f"}""");

        AssertMembers(answer, """
            {"BatchSize":10,"EventSourceArn":"arn:aws:sqs:us-east-1:000000000000:orders","EventSourceMappingArn":"<arn>",
             "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f","FunctionResponseTypes":[],"LastModified":1795255200,
             "LastProcessingResult":"<nothing>","MaximumBatchingWindowInSeconds":0,"State":"Creating","StateTransitionReason":"USER_INITIATED","UUID":"<uuid>"}
            """);
    }

    [Fact]
    public async Task A_mapping_of_a_stream_answers_with_the_defaults_of_streams_and_nothing_else()
    {
        var answer = await _desk.CreateAsync(
            $$"""{"EventSourceArn":"{{MappingDesk.Stream}}","FunctionName":"f:1","StartingPosition":"LATEST"}""");

        AssertMembers(answer, """
            {"BatchSize":100,"BisectBatchOnFunctionError":false,"DestinationConfig":{"OnFailure":{}},
             "EventSourceArn":"arn:aws:kinesis:us-east-1:000000000000:stream/clicks","EventSourceMappingArn":"<arn>",
             "FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:1","FunctionResponseTypes":[],"LastModified":1795255200,
             "LastProcessingResult":"<nothing>","MaximumBatchingWindowInSeconds":0,"MaximumRecordAgeInSeconds":-1,"MaximumRetryAttempts":-1,
             "ParallelizationFactor":1,"StartingPosition":"LATEST","State":"Creating","StateTransitionReason":"User action",
             "TumblingWindowInSeconds":0,"UUID":"<uuid>"}
            """);
    }

    [Fact]
    public async Task A_mapping_of_a_self_managed_cluster_gets_a_consumer_group_of_its_own()
    {
        var answer = await _desk.CreateAsync(Kafka("kafka:1000"));

        Assert.Equal((string?)answer["UUID"], (string?)answer["SelfManagedKafkaEventSourceConfig"]!["ConsumerGroupId"]);
        Assert.Equal("""{"Endpoints":{"KAFKA_BOOTSTRAP_SERVERS":["kafka:1000"]}}""", answer["SelfManagedEventSource"]!.ToJsonString());
        Assert.Equal(100, (int?)answer["BatchSize"]);
        Assert.Null(answer["EventSourceArn"]);
    }

    [Theory]
    [InlineData($$$$"""{"EventSourceArn":"{{{{Msk}}}}","FunctionName":"f","Topics":["tt"],"StartingPosition":"AT_TIMESTAMP","StartingPositionTimestamp":1,"AmazonManagedKafkaEventSourceConfig":{"ConsumerGroupId":"mine","SchemaRegistryConfig":{"SchemaRegistryURI":"arn:aws:glue:us-east-1:000000000000:registry/r","EventRecordFormat":"JSON","AccessConfigs":[{"Type":"BASIC_AUTH","URI":"arn:aws:secretsmanager:us-east-1:000000000000:secret:s"}],"SchemaValidationConfigs":[{"Attribute":"VALUE"}]}},"DestinationConfig":{"OnFailure":{"Destination":"kafka://strays"}},"ProvisionedPollerConfig":{"MaximumPollers":3,"PollerGroupName":"g"},"MetricsConfig":{"Metrics":["KafkaMetrics"]},"LoggingConfig":{"SystemLogLevel":"WARN"}}""")]
    [InlineData($$"""{"EventSourceArn":"{{Broker}}","FunctionName":"f","Queues":["q"],"SourceAccessConfigurations":[{"Type":"BASIC_AUTH","URI":"arn:aws:secretsmanager:us-east-1:000000000000:secret:s"},{"Type":"VIRTUAL_HOST","URI":"/"}],"BatchSize":10000,"MaximumBatchingWindowInSeconds":300}""")]
    [InlineData($$"""{"EventSourceArn":"{{Documents}}","FunctionName":"f","StartingPosition":"LATEST","DocumentDBEventSourceConfig":{"DatabaseName":"d","CollectionName":"c","FullDocument":"UpdateLookup"},"SourceAccessConfigurations":[{"Type":"BASIC_AUTH","URI":"arn:aws:secretsmanager:us-east-1:000000000000:secret:s"}]}""")]
    [InlineData($$$$"""{"EventSourceArn":"{{{{DynamoDb}}}}","FunctionName":"f","StartingPosition":"TRIM_HORIZON","TumblingWindowInSeconds":900,"ParallelizationFactor":10,"MaximumRecordAgeInSeconds":60,"MaximumRetryAttempts":0,"BisectBatchOnFunctionError":true,"FunctionResponseTypes":["ReportBatchItemFailures"],"DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sns:us-east-1:000000000000:strays"}},"KMSKeyArn":"arn:aws:kms:us-east-1:000000000000:key/k","FilterCriteria":{"Filters":[{"Pattern":"{\"eventName\":[\"INSERT\"]}"}]}}""")]
    [InlineData($$$$"""{"EventSourceArn":"{{{{MappingDesk.Queue}}}}","FunctionName":"f","BatchSize":11,"MaximumBatchingWindowInSeconds":1,"ScalingConfig":{"MaximumConcurrency":2},"MetricsConfig":{"Metrics":["EventCount"]}}""")]
    public async Task Every_member_that_a_source_has_is_kept_and_answered_as_sent(string body)
    {
        var uuid = await _desk.MakeAsync(body);

        var answer = await _desk.DoAsync("GET", $"{MappingDesk.Path}/{uuid}");

        foreach (var (name, sent) in JsonNode.Parse(body)!.AsObject().Where(member => member.Key is not ("FunctionName" or "ProvisionedPollerConfig")))
        {
            Assert.True(JsonNode.DeepEquals(sent, answer[name]), $"{name}: {answer[name]?.ToJsonString()}");
        }
    }

    [Theory]
    [InlineData($$$$"""{"EventSourceArn":"{{{{MappingDesk.Queue}}}}","FunctionName":"f","ProvisionedPollerConfig":{"MaximumPollers":5}}""", """{"MinimumPollers":2,"MaximumPollers":5}""")]
    [InlineData($$$$"""{"EventSourceArn":"{{{{Msk}}}}","FunctionName":"f","Topics":["tt"],"StartingPosition":"LATEST","ProvisionedPollerConfig":{"PollerGroupName":"g"}}""", """{"MinimumPollers":1,"MaximumPollers":200,"PollerGroupName":"g"}""")]
    public async Task Pollers_get_the_bounds_that_the_client_leaves_out(string body, string expected)
    {
        var answer = await _desk.CreateAsync(body);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), answer["ProvisionedPollerConfig"]), answer["ProvisionedPollerConfig"]?.ToJsonString());
    }

    [Theory]
    [InlineData("""{"FunctionName":"doesnotexist"}""", "Unrecognized event source.")]
    [InlineData("""{"FunctionName":"f","EventSourceArn":"arn:aws:sns:us-east-1:000000000000:topic"}""", "Unrecognized event source.")]
    [InlineData("""{"FunctionName":"f","EventSourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/t","StartingPosition":"LATEST"}""", "Unrecognized event source.")]
    [InlineData($$$$"""{"FunctionName":"f","EventSourceArn":"{{{{MappingDesk.Queue}}}}","SelfManagedEventSource":{"Endpoints":{"KAFKA_BOOTSTRAP_SERVERS":["k:1"]}}}""", "Unrecognized event source.")]
    [InlineData($$"""{"FunctionName":"doesnotexist","EventSourceArn":"{{MappingDesk.Queue}}"}""", "Function does not exist")]
    [InlineData($$"""{"FunctionName":"f:2","EventSourceArn":"{{MappingDesk.Queue}}"}""", "Function does not exist")]
    [InlineData($$$$"""{"FunctionName":"f","EventSourceArn":"{{{{MappingDesk.Stream}}}}","StartingPosition":"LATEST","DestinationConfig":{"OnSuccess":{"Destination":"arn:aws:sqs:us-east-1:000000000000:q"}}}""", "Unsupported DestinationConfig parameter for given event source mapping type.")]
    [InlineData($$"""{"FunctionName":"f","EventSourceArn":"{{MappingDesk.Stream}}"}""", "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.")]
    [InlineData($$"""{"FunctionName":"f","EventSourceArn":"{{DynamoDb}}","StartingPosition":"AT_TIMESTAMP","StartingPositionTimestamp":-1}""", $"Unsupported starting position for arn type: {DynamoDb}")]
    [InlineData($$"""{"FunctionName":"f","EventSourceArn":"{{MappingDesk.Stream}}","StartingPosition":"LATEST","StartingPositionTimestamp":1}""", "Timestamp only valid with StartingPosition AT_TIMESTAMP")]
    [InlineData($$"""{"FunctionName":"f","EventSourceArn":"{{MappingDesk.Stream}}","StartingPosition":"AT_TIMESTAMP","StartingPositionTimestamp":-1}""", "Received Exception while reading from provided stream. class java.lang.Long can not be converted to a Timestamp")]
    [InlineData($$"""{"FunctionName":"f","EventSourceArn":"{{MappingDesk.Queue}}","StartingPosition":"LATEST"}""", "StartingPosition is not valid for SQS event sources.")]
    [InlineData($$"""{"FunctionName":"f","EventSourceArn":"{{MappingDesk.Queue}}","BatchSize":11}""", "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10")]
    [InlineData("""{"FunctionName":"f","SelfManagedEventSource":{"Endpoints":{"KAFKA_BOOTSTRAP_SERVERS":["k:1"]}},"Topics":["tt"],"StartingPosition":"LATEST"}""", "Required 'sourceAccessConfigurations' parameter is missing.")]
    [InlineData($$$$"""{"FunctionName":"f","EventSourceArn":"{{{{MappingDesk.Queue}}}}","FilterCriteria":{"Filters":[{"Pattern":"single-string"}]}}""", "Invalid filter pattern definition.")]
    [InlineData($$$$"""{"FunctionName":"f","EventSourceArn":"{{{{MappingDesk.Queue}}}}","FilterCriteria":{"Filters":[{}]}}""", "Invalid filter pattern definition.")]
    [InlineData($$"""{"FunctionName":"f","EventSourceArn":"{{MappingDesk.Queue}}","ParallelizationFactor":2}""", "Unsupported ParallelizationFactor parameter for given event source mapping type.")]
    public async Task What_the_service_refuses_is_refused_in_its_words(string body, string text)
    {
        Assert.Equal(text, await _desk.RefusedCreateAsync(body));
        Assert.Equal(0, _desk.Store.Writes);
    }

    [Theory]
    [InlineData($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f"}""", $"An event source mapping with SQS arn (\" {MappingDesk.Queue} \") and function (\" f \") already exists.")]
    [InlineData($$"""{"EventSourceArn":"{{MappingDesk.Stream}}","FunctionName":"f","StartingPosition":"LATEST"}""", $"The event source arn (\" {MappingDesk.Stream} \") and function (\" f \") provided mapping already exists.")]
    [InlineData($$"""{"EventSourceArn":"{{DynamoDb}}","FunctionName":"f","StartingPosition":"LATEST"}""", $"The event source arn (\" {DynamoDb} \") and function (\" f \") provided mapping already exists.")]
    public async Task A_second_mapping_of_the_same_source_and_function_is_refused_in_the_services_words(string body, string text)
    {
        var uuid = await _desk.MakeAsync(body);

        var refused = await _desk.RefusedAsync("POST", MappingDesk.Path, body);

        Assert.Equal((409, "ResourceConflictException", $"{text} Please update or delete the existing mapping with UUID {uuid}"), refused);
    }

    [Fact]
    public async Task A_second_mapping_of_one_broker_and_topic_is_refused_whatever_other_brokers_it_names()
    {
        var uuid = await _desk.MakeAsync(Kafka("kafka:1000"));

        var refused = await _desk.RefusedAsync("POST", MappingDesk.Path, Kafka("kafka:1000", "kafka:2000"));

        Assert.Equal(
            (409, "ResourceConflictException", $"An event source mapping with event source (\"kafka:1000,kafka:2000\"), function (\"{MappingDesk.FunctionArn}\"), topics (\"topic\") already exists. Please update or delete the existing mapping with UUID {uuid}"),
            refused);
    }

    [Theory]
    [InlineData($$"""{"EventSourceArn":"{{MappingDesk.Queue}}2","FunctionName":"f"}""")]
    [InlineData($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f:1"}""")]
    [InlineData($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"g"}""")]
    public async Task Another_queue_or_another_qualifier_or_function_makes_no_duplicate(string body)
    {
        await _desk.MakeAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f"}""");

        await _desk.MakeAsync(body);

        Assert.Equal(2, _desk.Catalog.All.Count());
    }

    [Theory]
    [InlineData("f", "")]
    [InlineData("f:live", ":live")]
    [InlineData("f:1", ":1")]
    [InlineData("f:$LATEST", ":$LATEST")]
    [InlineData("000000000000:function:f", "")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:f:live", ":live")]
    public async Task A_mapping_is_bound_as_its_function_was_named(string name, string qualifier)
    {
        var answer = await _desk.CreateAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"{{name}}"}""");

        Assert.Equal(MappingDesk.FunctionArn + qualifier, (string?)answer["FunctionArn"]);
    }

    [Fact]
    public async Task Of_fifty_who_make_the_same_mapping_at_once_one_wins_and_the_others_are_told_its_uuid()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() =>
            _desk.SendAsync("POST", MappingDesk.Path, $$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f"}"""))));

        var winner = Assert.Single(_desk.Catalog.All);
        Assert.Equal(1, answers.Count(answer => answer.Status == 202));
        Assert.Equal(49, answers.Count(answer => answer.Status == 409 && LambdaCall.Text(answer).Contains(winner.Key.Uuid, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task More_tags_than_a_resource_may_have_are_refused()
    {
        var tags = string.Join(',', Enumerable.Range(0, 51).Select(number => $"\"k{number}\":\"v\""));

        var text = await _desk.RefusedCreateAsync($$$$"""{"EventSourceArn":"{{{{MappingDesk.Queue}}}}","FunctionName":"f","Tags":{ {{{{tags}}}} }}""");

        Assert.Equal("Number of tags exceeds resource tag limit.", text);
    }

    [Theory]
    [InlineData("us-east-1", "111111111111", 403)]
    [InlineData("eu-west-1", "000000000000", 404)]
    public async Task A_function_of_elsewhere_is_out_of_reach(string region, string account, int status)
    {
        var response = await _desk.SendAsync(
            "POST", MappingDesk.Path, $$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"arn:aws:lambda:{{region}}:{{account}}:function:f"}""");

        Assert.Equal(status, response.Status);
    }

    private static string Kafka(params string[] servers) =>
        $$$$"""{"FunctionName":"f","SelfManagedEventSource":{"Endpoints":{"KAFKA_BOOTSTRAP_SERVERS":[{{{{string.Join(',', servers.Select(server => $"\"{server}\""))}}}}]}},"Topics":["topic"],"StartingPosition":"TRIM_HORIZON","SourceAccessConfigurations":[{"Type":"BASIC_AUTH","URI":"arn:aws:secretsmanager:us-east-1:000000000000:secret:s"}]}""";

    [Fact]
    public async Task No_source_knows_for_which_tenant_to_invoke()
    {
        var uuid = await _desk.MakeAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f"}""");
        var function = _desk.Functions.Function!;
        var current = function.Latest.Current;
        _desk.Functions.Function = function with { Latest = function.Latest with { Current = current with { Settings = current.Settings with { IsTenantIsolated = true } } } };

        var (_, code, updated) = await _desk.RefusedAsync("PUT", $"{MappingDesk.Path}/{uuid}", """{"FunctionName":"f"}""");

        Assert.Equal(("InvalidParameterValueException", "Event source mappings are not supported for functions with tenant isolation mode."), (code, updated));
        Assert.Equal(updated, await _desk.RefusedCreateAsync($$"""{"EventSourceArn":"{{MappingDesk.Stream}}","FunctionName":"f","StartingPosition":"LATEST"}"""));
    }

    private static void AssertMembers(JsonObject answer, string expected)
    {
        var uuid = (string)answer["UUID"]!;

        Assert.True(Guid.TryParse(uuid, out _));
        Assert.Equal($"arn:aws:lambda:us-east-1:000000000000:event-source-mapping:{uuid}", (string?)answer["EventSourceMappingArn"]);
        Assert.Contains("does not poll", (string?)answer["LastProcessingResult"], StringComparison.Ordinal);
        answer["UUID"] = "<uuid>";
        answer["EventSourceMappingArn"] = "<arn>";
        answer["LastProcessingResult"] = "<nothing>";
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), answer), answer.ToJsonString());
    }
}
