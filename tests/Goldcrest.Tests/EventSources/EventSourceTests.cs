using Goldcrest.Core.EventSources;

namespace Goldcrest.Tests.EventSources;

public sealed class EventSourceTests
{
    [Theory]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:q", EventSourceKind.Queue)]
    [InlineData("arn:aws-cn:sqs:cn-north-1:000000000000:q.fifo", EventSourceKind.FifoQueue)]
    [InlineData("arn:aws:kinesis:us-east-1:000000000000:stream/s", EventSourceKind.KinesisStream)]
    [InlineData("arn:aws:kinesis:us-east-1:000000000000:stream/s/consumer/c:1573616844", EventSourceKind.KinesisStream)]
    [InlineData("arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/2026-11-21T10:00:00.000", EventSourceKind.DynamoDbStream)]
    [InlineData("arn:aws:kafka:us-east-1:000000000000:cluster/c/6357e0b2-0e6a-4b86-a0b4-70df934c2e31-5", EventSourceKind.ManagedKafka)]
    [InlineData("arn:aws:kafka:us-east-1:000000000000:vpc-connection/111111111111/c/6357e0b2", EventSourceKind.ManagedKafka)]
    [InlineData("arn:aws:mq:us-east-1:000000000000:broker:b:b-6357e0b2", EventSourceKind.MessageBroker)]
    [InlineData("arn:aws:rds:us-east-1:000000000000:cluster:docs", EventSourceKind.DocumentDatabase)]
    public void An_arn_tells_the_kind_of_its_source(string arn, EventSourceKind kind)
    {
        var source = EventSource.FromArn(arn);

        Assert.Equal((kind, arn), (source?.Kind, source?.Arn));
    }

    [Theory]
    [InlineData("")]
    [InlineData("arn:aws:sqs")]
    [InlineData("arn:aws:sqs:::q")]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:")]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:a/b")]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:a:b")]
    [InlineData("arn:aws:s3:us-east-1:000000000000:b")]
    [InlineData("arn:aws:kinesis:us-east-1:000000000000:stream/")]
    [InlineData("arn:aws:dynamodb:us-east-1:000000000000:table/t")]
    [InlineData("arn:aws:kafka:us-east-1:000000000000:topic/c/u/t")]
    [InlineData("arn:aws:rds:us-east-1:000000000000:db:d")]
    [InlineData("mrn:aws:sqs:us-east-1:000000000000:q")]
    public void What_no_mapping_can_read_is_no_source(string arn) => Assert.Null(EventSource.FromArn(arn));
}
