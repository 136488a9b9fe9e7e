using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;

namespace Goldcrest.Tests.AsyncInvoke;

public sealed class DestinationRulesTests
{
    private static readonly FunctionKey Self = new("000000000000", "us-east-1", "self");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:queue")]
    [InlineData("arn:aws:sns:us-east-1:000000000000:topic")]
    [InlineData("arn:aws:events:us-east-1:000000000000:event-bus/default")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:other")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:other:1")]
    public void Queues_topics_buses_and_functions_take_records(string? arn)
    {
        Assert.Equal(DestinationOutcome.Allowed, Judge(arn, forFailures: false));
    }

    [Theory]
    [InlineData(true, DestinationOutcome.Allowed)]
    [InlineData(false, DestinationOutcome.WrongService)]
    public void A_bucket_takes_records_of_failures_only(bool forFailures, DestinationOutcome outcome)
    {
        Assert.Equal(outcome, Judge("arn:aws:s3:::bucket", forFailures));
    }

    [Theory]
    [InlineData("arn:aws:iam:us-east-1:000000000000:function:other")]
    [InlineData("arn:aws:kinesis:us-east-1:000000000000:stream/s")]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:queue.fifo")]
    [InlineData("arn:aws:events:us-east-1:000000000000:rule/r")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:layer:l:1")]
    [InlineData("kafka://topic")]
    public void Nothing_else_does(string arn)
    {
        Assert.Equal(DestinationOutcome.WrongService, Judge(arn, forFailures: true));
    }

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:none")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:other:2")]
    [InlineData("arn:aws:lambda:eu-west-1:000000000000:function:other")]
    public void A_function_must_exist(string arn)
    {
        Assert.Equal(DestinationOutcome.FunctionMissing, Judge(arn, forFailures: false));
    }

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:self")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:self:1")]
    public void A_function_is_no_destination_of_its_own(string arn)
    {
        Assert.Equal(DestinationOutcome.Itself, Judge(arn, forFailures: false));
    }

    private static DestinationOutcome Judge(string? arn, bool forFailures) => DestinationRules.Judge(
        arn, forFailures, Self, (key, qualifier) => key == Self || (key == Self with { Name = "other" } && qualifier is null or "1"));
}
