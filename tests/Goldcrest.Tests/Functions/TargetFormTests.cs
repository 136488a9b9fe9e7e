using Goldcrest.Core.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class TargetFormTests
{
    [Theory]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:dead", true)]
    [InlineData("arn:aws:sns:eu-west-1:111111111111:dead-letters_2", true)]
    [InlineData("arn:aws-cn:sqs:cn-north-1:000000000000:dead", true)]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:dead.fifo", false)]
    [InlineData("arn:aws:sns:us-east-1:000000000000:dead.fifo", false)]
    [InlineData("arn:aws:sns:us-east-1:000000000000:topic:subscription", false)]
    [InlineData("arn:aws:sqs:us-east-1:0000:dead", false)]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:", false)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:f", false)]
    [InlineData("arn:aws:s3:::bucket", false)]
    public void Dead_letters_go_to_a_standard_queue_or_topic(string arn, bool isUsable)
    {
        Assert.Equal(isUsable, new DeadLetterTarget(arn).IsUsable);
    }

    [Theory]
    [InlineData("arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab", true)]
    [InlineData("arn:aws:kms:us-east-1:000000000000:key/mrk-1234abcd12ab34cd56ef1234567890ab", true)]
    [InlineData("arn:aws:kms:us-east-1:000000000000:alias/team/main", true)]
    [InlineData("arn:aws:kms:us-east-1:000000000000:key/", false)]
    [InlineData("arn:aws:kms:us-east-1:000000000000:keys/k", false)]
    [InlineData("arn:aws:sqs:us-east-1:000000000000:key/k", false)]
    public void A_key_is_one_of_KMS(string arn, bool isOne)
    {
        Assert.Equal(isOne, KeyArn.IsOne(arn));
    }
}
