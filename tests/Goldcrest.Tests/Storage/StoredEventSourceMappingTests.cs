using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Goldcrest.Core.EventSources;
using Goldcrest.Server.Storage;

namespace Goldcrest.Tests.Storage;

public sealed class StoredEventSourceMappingTests
{
    private static readonly DocumentKind<EventSourceMapping> Kind = StoredEventSourceMapping.Kind;

    [Fact]
    public void A_mapping_with_every_setting_comes_back_as_it_went()
    {
        var mapping = Mapping(EventSource.FromArn("arn:aws:kafka:us-east-1:000000000000:cluster/c/u")!) with
        {
            Tags = ImmutableSortedDictionary<string, string>.Empty.Add("team", "a").Add("é", "\"\n"),
            Settings = new MappingSettings
            {
                BatchSize = 1,
                BatchingWindowSeconds = 2,
                ParallelizationFactor = 3,
                StartingPosition = MappingSettings.AtTimestamp,
                StartingTimestamp = DateTimeOffset.FromUnixTimeMilliseconds(1_234),
                OnFailure = "",
                MaximumRecordAgeSeconds = -1,
                MaximumRetryAttempts = 0,
                BisectOnError = false,
                TumblingWindowSeconds = 4,
                ResponseTypes = [],
                Topics = ["t"],
                Queues = ["q"],
                Access = [new SourceAccess("BASIC_AUTH", "u")],
                ManagedKafka = new KafkaSettings("g", new SchemaRegistry("r", "JSON", [new SourceAccess("BASIC_AUTH", "s")], ["KEY"])),
                Filters = ["""{"a":["\u0000"]}"""],
                KmsKeyArn = "k",
                Scaling = new ScalingSettings(5),
                Pollers = new PollerSettings(6, 7, "p"),
                Metrics = ["EventCount"],
                SystemLogLevel = "WARN",
            },
        };

        var back = Kind.Read(Kind.PlaceOf(mapping), Kind.Write(mapping));

        Assert.Equal(JsonSerializer.Serialize(mapping), JsonSerializer.Serialize(back));
        Assert.Equal(Kind.Write(mapping), Kind.Write(back));
    }

    [Fact]
    public void A_self_managed_cluster_and_a_document_database_come_back_as_they_went()
    {
        var kafka = Mapping(EventSource.SelfManagedKafka(["a:1", "b:2"])) with { Settings = new MappingSettings { SelfManagedKafka = new KafkaSettings("g", null) } };
        var documents = Mapping(EventSource.FromArn("arn:aws:rds:us-east-1:000000000000:cluster:d")!) with
        {
            Settings = new MappingSettings { Documents = new DocumentSelection("d", "c", "Default") },
        };

        Assert.Equal(JsonSerializer.Serialize(kafka), JsonSerializer.Serialize(Kind.Read(Kind.PlaceOf(kafka), Kind.Write(kafka))));
        Assert.Equal(JsonSerializer.Serialize(documents), JsonSerializer.Serialize(Kind.Read(Kind.PlaceOf(documents), Kind.Write(documents))));
    }

    [Fact]
    public void The_stored_form_is_what_this_release_wrote_first()
    {
        var mapping = Mapping(EventSource.FromArn("arn:aws:sqs:us-east-1:000000000000:q")!) with
        {
            Settings = new MappingSettings { BatchSize = 10, BatchingWindowSeconds = 0, ResponseTypes = [] },
        };

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f","Enabled":true,"Phase":"Updating","LastModified":5000,
                 "SourceArn":"arn:aws:sqs:us-east-1:000000000000:q","BatchSize":10,"BatchingWindowSeconds":0,"ResponseTypes":[]}
                """),
            JsonNode.Parse(Kind.Write(mapping))));
    }

    private static EventSourceMapping Mapping(EventSource source) => new()
    {
        Key = new MappingKey("000000000000", "us-east-1", "7a5b1f5e-1111-4222-8333-944455556666"),
        Source = source,
        FunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:f",
        Settings = new MappingSettings(),
        Enabled = true,
        Phase = MappingPhase.Updating,
        LastModified = DateTimeOffset.FromUnixTimeMilliseconds(5_000),
    };
}
