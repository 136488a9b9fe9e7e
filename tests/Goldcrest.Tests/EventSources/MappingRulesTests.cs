using Goldcrest.Core.EventSources;
using Goldcrest.Server.EventSources;

namespace Goldcrest.Tests.EventSources;

/// <summary>Ranges and cross rules, kind by kind, in the words a client reads.</summary>
public sealed class MappingRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    private static readonly SourceAccess Secret = new("BASIC_AUTH", "arn:aws:secretsmanager:us-east-1:000000000000:secret:s");

    private static readonly Dictionary<EventSourceKind, (EventSource Source, MappingSettings Least)> Kinds = new()
    {
        [EventSourceKind.Queue] = (Source("sqs", "q"), new MappingSettings()),
        [EventSourceKind.FifoQueue] = (Source("sqs", "q.fifo"), new MappingSettings()),
        [EventSourceKind.KinesisStream] = (Source("kinesis", "stream/s"), new MappingSettings { StartingPosition = "LATEST" }),
        [EventSourceKind.DynamoDbStream] = (Source("dynamodb", "table/t/stream/l"), new MappingSettings { StartingPosition = "LATEST" }),
        [EventSourceKind.ManagedKafka] = (Source("kafka", "cluster/c/u"), new MappingSettings { StartingPosition = "LATEST", Topics = ["t"] }),
        [EventSourceKind.SelfManagedKafka] =
            (EventSource.SelfManagedKafka(["k:1"]), new MappingSettings { StartingPosition = "LATEST", Topics = ["t"], Access = [Secret] }),
        [EventSourceKind.MessageBroker] = (Source("mq", "broker:b:1"), new MappingSettings { Queues = ["q"], Access = [Secret] }),
        [EventSourceKind.DocumentDatabase] =
            (Source("rds", "cluster:d"), new MappingSettings { StartingPosition = "LATEST", Documents = new DocumentSelection("d", null, null) }),
    };

    private static readonly Dictionary<string, (MappingSettings Asked, string Kinds)> Members = new()
    {
        ["FilterCriteria"] = (new MappingSettings { Filters = ["""{"a":["x"]}"""] }, "Queue FifoQueue KinesisStream DynamoDbStream ManagedKafka SelfManagedKafka MessageBroker"),
        ["MaximumBatchingWindowInSeconds"] = (new MappingSettings { BatchingWindowSeconds = 1 }, "Queue KinesisStream DynamoDbStream ManagedKafka SelfManagedKafka MessageBroker DocumentDatabase"),
        ["ParallelizationFactor"] = (new MappingSettings { ParallelizationFactor = 1 }, "KinesisStream DynamoDbStream"),
        ["DestinationConfig"] = (new MappingSettings { OnFailure = "arn:aws:sqs:us-east-1:000000000000:q" }, "KinesisStream DynamoDbStream ManagedKafka SelfManagedKafka"),
        ["MaximumRecordAgeInSeconds"] = (new MappingSettings { MaximumRecordAgeSeconds = 60 }, "KinesisStream DynamoDbStream ManagedKafka SelfManagedKafka"),
        ["BisectBatchOnFunctionError"] = (new MappingSettings { BisectOnError = true }, "KinesisStream DynamoDbStream ManagedKafka SelfManagedKafka"),
        ["MaximumRetryAttempts"] = (new MappingSettings { MaximumRetryAttempts = 0 }, "KinesisStream DynamoDbStream ManagedKafka SelfManagedKafka"),
        ["TumblingWindowInSeconds"] = (new MappingSettings { TumblingWindowSeconds = 1 }, "KinesisStream DynamoDbStream"),
        ["Topics"] = (new MappingSettings { Topics = ["t"] }, "ManagedKafka SelfManagedKafka"),
        ["Queues"] = (new MappingSettings { Queues = ["q"] }, "MessageBroker"),
        ["FunctionResponseTypes"] = (new MappingSettings { ResponseTypes = ["ReportBatchItemFailures"] }, "Queue FifoQueue KinesisStream DynamoDbStream ManagedKafka SelfManagedKafka"),
        ["AmazonManagedKafkaEventSourceConfig"] = (new MappingSettings { ManagedKafka = new KafkaSettings("g", null) }, "ManagedKafka"),
        ["SelfManagedKafkaEventSourceConfig"] = (new MappingSettings { SelfManagedKafka = new KafkaSettings("g", null) }, "SelfManagedKafka"),
        ["ScalingConfig"] = (new MappingSettings { Scaling = new ScalingSettings(2) }, "Queue FifoQueue"),
        ["DocumentDBEventSourceConfig"] = (new MappingSettings { Documents = new DocumentSelection("d", null, null) }, "DocumentDatabase"),
        ["MetricsConfig"] = (new MappingSettings { Metrics = ["EventCount"] }, "Queue FifoQueue KinesisStream DynamoDbStream ManagedKafka SelfManagedKafka"),
        ["ProvisionedPollerConfig"] = (new MappingSettings { Pollers = new PollerSettings(2, 2, null) }, "Queue FifoQueue ManagedKafka SelfManagedKafka"),
        ["KMSKeyArn"] = (new MappingSettings { KmsKeyArn = "arn:aws:kms:us-east-1:000000000000:key/k" }, "Queue FifoQueue KinesisStream DynamoDbStream ManagedKafka SelfManagedKafka MessageBroker DocumentDatabase"),
    };

    public static TheoryData<string, EventSourceKind> EveryMemberAndKind() =>
        new(Members.Keys.SelectMany(member => Kinds.Keys.Select(kind => (member, kind))));

    [Theory]
    [MemberData(nameof(EveryMemberAndKind))]
    public void A_member_is_taken_by_the_kinds_that_have_it_and_refused_by_the_others(string member, EventSourceKind kind)
    {
        var (source, least) = Kinds[kind];
        var (asked, kinds) = Members[member];

        var (_, refusal) = MappingRules.Create(source, Merge(least, asked), "group", Now);

        var has = kinds.Split(' ').Contains(kind.ToString());
        Assert.Equal(has ? null : $"Unsupported {member} parameter for given event source mapping type.", Text(refusal));
    }

    [Theory]
    [InlineData(EventSourceKind.Queue, 10, 0)]
    [InlineData(EventSourceKind.FifoQueue, 10, 0)]
    [InlineData(EventSourceKind.KinesisStream, 100, 0)]
    [InlineData(EventSourceKind.DynamoDbStream, 100, 0)]
    [InlineData(EventSourceKind.ManagedKafka, 100, null)]
    [InlineData(EventSourceKind.SelfManagedKafka, 100, null)]
    [InlineData(EventSourceKind.MessageBroker, 100, null)]
    [InlineData(EventSourceKind.DocumentDatabase, 100, null)]
    public void Every_kind_has_its_default_batch_and_window(EventSourceKind kind, int batch, int? window)
    {
        var settings = Created(kind, new MappingSettings());

        Assert.Equal((batch, window), (settings.BatchSize, settings.BatchingWindowSeconds));
    }

    [Theory]
    [InlineData(EventSourceKind.SelfManagedKafka, "sourceAccessConfigurations")]
    [InlineData(EventSourceKind.ManagedKafka, "topics")]
    [InlineData(EventSourceKind.MessageBroker, "sourceAccessConfigurations")]
    [InlineData(EventSourceKind.DocumentDatabase, "databaseName")]
    public void What_a_kind_cannot_do_without_is_missed_by_name(EventSourceKind kind, string member)
    {
        var (_, refusal) = MappingRules.Create(Kinds[kind].Source, new MappingSettings { StartingPosition = kind == EventSourceKind.MessageBroker ? null : "LATEST" }, "g", Now);

        Assert.Equal($"Required '{member}' parameter is missing.", Text(refusal));
    }

    [Theory]
    [InlineData(EventSourceKind.ManagedKafka)]
    [InlineData(EventSourceKind.SelfManagedKafka)]
    [InlineData(EventSourceKind.DocumentDatabase)]
    [InlineData(EventSourceKind.KinesisStream)]
    [InlineData(EventSourceKind.DynamoDbStream)]
    public void Whatever_is_read_from_a_position_needs_one(EventSourceKind kind)
    {
        var (source, least) = Kinds[kind];

        var (_, refusal) = MappingRules.Create(source, least with { StartingPosition = null }, "g", Now);

        Assert.IsType<MappingRefusal.NoStartingPosition>(refusal);
    }

    [Fact]
    public void A_moment_is_needed_with_its_position_and_cannot_lie_ahead()
    {
        var (source, least) = Kinds[EventSourceKind.KinesisStream];
        var atTime = least with { StartingPosition = MappingSettings.AtTimestamp };

        Assert.IsType<MappingRefusal.Needs>(MappingRules.Create(source, atTime, "g", Now).Refusal);
        Assert.IsType<MappingRefusal.TimestampInFuture>(MappingRules.Create(source, atTime with { StartingTimestamp = Now.AddSeconds(1) }, "g", Now).Refusal);
        Assert.Null(MappingRules.Create(source, atTime with { StartingTimestamp = Now }, "g", Now).Refusal);
    }

    [Theory]
    [InlineData(EventSourceKind.Queue, 11, 1, null)]
    [InlineData(EventSourceKind.Queue, 10, 0, null)]
    [InlineData(EventSourceKind.Queue, 11, 0, "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10")]
    [InlineData(EventSourceKind.FifoQueue, 11, 0, "1 validation error detected: Value '11' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10")]
    [InlineData(EventSourceKind.KinesisStream, 10_000, 0, null)]
    public void A_large_batch_needs_a_window_in_queues_only(EventSourceKind kind, int batch, int window, string? text) =>
        Assert.Equal(text, Refused(kind, new MappingSettings { BatchSize = batch, BatchingWindowSeconds = window }));

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, "1 validation error detected: Value '0' at 'maximumRecordAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60")]
    [InlineData(59, "1 validation error detected: Value '59' at 'maximumRecordAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60")]
    [InlineData(60, null)]
    public void A_record_age_is_without_end_or_at_least_a_minute(int seconds, string? text) =>
        Assert.Equal(text, Refused(EventSourceKind.KinesisStream, new MappingSettings { MaximumRecordAgeSeconds = seconds }));

    [Theory]
    [InlineData(EventSourceKind.KinesisStream, "arn:aws:sqs:us-east-1:000000000000:q", true)]
    [InlineData(EventSourceKind.KinesisStream, "arn:aws:sqs:us-east-1:000000000000:q.fifo", false)]
    [InlineData(EventSourceKind.KinesisStream, "arn:aws:sns:us-east-1:000000000000:t", true)]
    [InlineData(EventSourceKind.KinesisStream, "arn:aws:s3:::bucket", true)]
    [InlineData(EventSourceKind.KinesisStream, "arn:aws:lambda:us-east-1:000000000000:function:f", false)]
    [InlineData(EventSourceKind.KinesisStream, "kafka://t", false)]
    [InlineData(EventSourceKind.ManagedKafka, "kafka://t", true)]
    public void Strays_go_to_standard_queues_topics_and_buckets_and_from_kafka_to_kafka(EventSourceKind kind, string destination, bool taken) =>
        Assert.Equal(taken ? null : $"The destination ARN {destination} is invalid.", Refused(kind, new MappingSettings { OnFailure = destination }));

    [Theory]
    [InlineData(EventSourceKind.ManagedKafka, "SASL_SCRAM_512_AUTH", true)]
    [InlineData(EventSourceKind.ManagedKafka, "BASIC_AUTH", false)]
    [InlineData(EventSourceKind.SelfManagedKafka, "VPC_SUBNET", true)]
    [InlineData(EventSourceKind.SelfManagedKafka, "VIRTUAL_HOST", false)]
    [InlineData(EventSourceKind.MessageBroker, "VIRTUAL_HOST", true)]
    [InlineData(EventSourceKind.MessageBroker, "SASL_SCRAM_256_AUTH", false)]
    [InlineData(EventSourceKind.DocumentDatabase, "BASIC_AUTH", true)]
    public void Each_kind_is_reached_in_its_own_ways(EventSourceKind kind, string type, bool taken) =>
        Assert.Equal(
            taken ? null : $"Unsupported value {type} in SourceAccessConfigurations for given event source mapping type.",
            Refused(kind, new MappingSettings { Access = [new SourceAccess(type, "subnet:1")] }));

    [Theory]
    [InlineData(EventSourceKind.Queue, 2, 2_000, null, null)]
    [InlineData(EventSourceKind.Queue, 1, 5, null, "Value '1' at 'minimumPollers'")]
    [InlineData(EventSourceKind.Queue, null, 1, null, "Value '1' at 'maximumPollers'")]
    [InlineData(EventSourceKind.ManagedKafka, 1, 1, "g", null)]
    [InlineData(EventSourceKind.ManagedKafka, 6, 5, null, "Value '6' at 'minimumPollers'")]
    [InlineData(EventSourceKind.Queue, 2, 2, "g", "Unsupported PollerGroupName parameter")]
    public void Pollers_have_bounds_in_order_and_groups_in_kafka_only(EventSourceKind kind, int? minimum, int? maximum, string? group, string? text)
    {
        var refused = Refused(kind, new MappingSettings { Pollers = new PollerSettings(minimum, maximum, group) });

        Assert.Equal(text is null, refused is null);
        Assert.Contains(text ?? "", refused ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Pollers_kept_ready_exclude_a_bound_on_concurrency() => Assert.Equal(
        "ScalingConfig and ProvisionedPollerConfig cannot be used together.",
        Refused(EventSourceKind.Queue, new MappingSettings { Scaling = new ScalingSettings(2), Pollers = new PollerSettings(2, 2, null) }));

    [Theory]
    [InlineData(EventSourceKind.KinesisStream, "ErrorCount", "Unsupported value ErrorCount in MetricsConfig for given event source mapping type.")]
    [InlineData(EventSourceKind.SelfManagedKafka, "ErrorCount", null)]
    public void Some_metrics_are_told_of_kafka_only(EventSourceKind kind, string metric, string? text) =>
        Assert.Equal(text, Refused(kind, new MappingSettings { Metrics = ["EventCount", metric] }));

    [Fact]
    public void A_log_level_is_for_kept_pollers_of_kafka()
    {
        Assert.Equal("LoggingConfig requires ProvisionedPollerConfig.", Refused(EventSourceKind.ManagedKafka, new MappingSettings { SystemLogLevel = "INFO" }));
        Assert.Equal("Unsupported LoggingConfig parameter for given event source mapping type.", Refused(EventSourceKind.Queue, new MappingSettings { SystemLogLevel = "INFO" }));
    }

    [Theory]
    [InlineData(5, null)]
    [InlineData(6, "1 validation error detected: Value of length 6 at 'filterCriteria.filters' failed to satisfy constraint: Member must have length less than or equal to 5")]
    public void A_mapping_has_five_filters_at_most(int count, string? text) =>
        Assert.Equal(text, Refused(EventSourceKind.Queue, new MappingSettings { Filters = [.. Enumerable.Repeat("""{"a":[1]}""", count)] }));

    [Fact]
    public void An_update_keeps_what_it_does_not_name_and_takes_away_what_it_names_empty()
    {
        var source = Kinds[EventSourceKind.Queue].Source;
        var current = Created(EventSourceKind.Queue, new MappingSettings
        {
            BatchSize = 5,
            Scaling = new ScalingSettings(7),
            Filters = ["""{"a":[1]}"""],
            KmsKeyArn = "arn:aws:kms:us-east-1:000000000000:key/k",
            Metrics = ["EventCount"],
        });

        var kept = MappingRules.Update(source, current, new MappingSettings { BatchingWindowSeconds = 3 }).Settings!;
        var emptied = MappingRules.Update(source, kept, new MappingSettings { Scaling = new ScalingSettings(null), Filters = [], KmsKeyArn = "", Metrics = [] }).Settings!;

        Assert.Equal(current with { BatchingWindowSeconds = 3 }, kept);
        Assert.Equal((5, 3), (emptied.BatchSize, emptied.BatchingWindowSeconds));
        Assert.Equal((null, null, null, null), (emptied.Scaling, emptied.Filters, emptied.KmsKeyArn, emptied.Metrics));
    }

    [Fact]
    public void An_update_is_checked_against_what_stays()
    {
        var source = Kinds[EventSourceKind.Queue].Source;
        var current = Created(EventSourceKind.Queue, new MappingSettings { BatchSize = 100, BatchingWindowSeconds = 3 });

        var (_, refusal) = MappingRules.Update(source, current, new MappingSettings { BatchingWindowSeconds = 0 });

        Assert.IsType<MappingRefusal.BatchNeedsWindow>(refusal);
    }

    [Fact]
    public void A_consumer_group_is_for_ever_and_a_registry_can_be_changed_and_removed()
    {
        var source = Kinds[EventSourceKind.ManagedKafka].Source;
        var current = Created(EventSourceKind.ManagedKafka, new MappingSettings { ManagedKafka = new KafkaSettings("mine", new SchemaRegistry("u", "JSON", [], [])) });

        var another = MappingRules.Update(source, current, new MappingSettings { ManagedKafka = new KafkaSettings("other", null) });
        var same = MappingRules.Update(source, current, new MappingSettings { ManagedKafka = new KafkaSettings("mine", null) });
        var removed = MappingRules.Update(source, current, new MappingSettings { ManagedKafka = new KafkaSettings(null, new SchemaRegistry(null, null, [], [])) });

        Assert.IsType<MappingRefusal.Fixed>(another.Refusal);
        Assert.Equal("u", same.Settings!.ManagedKafka!.SchemaRegistry!.Uri);
        Assert.Equal(new KafkaSettings("mine", null), removed.Settings!.ManagedKafka);
    }

    [Fact]
    public void Without_kept_pollers_the_level_of_their_log_goes_too()
    {
        var source = Kinds[EventSourceKind.ManagedKafka].Source;
        var current = Created(EventSourceKind.ManagedKafka, new MappingSettings { Pollers = new PollerSettings(1, 2, "g"), SystemLogLevel = "DEBUG" });

        var moved = MappingRules.Update(source, current, new MappingSettings { Pollers = new PollerSettings(null, 9, "") }).Settings!;
        var removed = MappingRules.Update(source, moved, new MappingSettings { Pollers = new PollerSettings(null, null, null) }).Settings!;

        Assert.Equal(new PollerSettings(1, 9, null), moved.Pollers);
        Assert.Equal((null, null), (removed.Pollers, removed.SystemLogLevel));
    }

    private static MappingSettings Created(EventSourceKind kind, MappingSettings asked)
    {
        var (settings, refusal) = MappingRules.Create(Kinds[kind].Source, Merge(Kinds[kind].Least, asked), "group", Now);

        Assert.Null(Text(refusal));
        return settings!;
    }

    private static string? Refused(EventSourceKind kind, MappingSettings asked) =>
        Text(MappingRules.Create(Kinds[kind].Source, Merge(Kinds[kind].Least, asked), "group", Now).Refusal);

    private static string? Text(MappingRefusal? refusal) => refusal is null ? null : MappingReply.From(refusal).Message;

    /// <summary>Both at once; what is asked wins.</summary>
    private static MappingSettings Merge(MappingSettings least, MappingSettings asked) => asked with
    {
        StartingPosition = asked.StartingPosition ?? least.StartingPosition,
        Topics = asked.Topics ?? least.Topics,
        Queues = asked.Queues ?? least.Queues,
        Access = asked.Access ?? least.Access,
        Documents = asked.Documents ?? least.Documents,
    };

    private static EventSource Source(string service, string resource) => EventSource.FromArn($"arn:aws:{service}:us-east-1:000000000000:{resource}")!;
}
