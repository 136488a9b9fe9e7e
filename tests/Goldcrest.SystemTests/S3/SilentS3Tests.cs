using Xunit;

namespace Goldcrest.SystemTests.S3;

/// <summary>Buckets that say nothing, or no more: the wait has an end, and nothing is left behind.</summary>
public sealed class SilentS3Tests(S3Node.Impatient node) : IClassFixture<S3Node.Impatient>
{
    [Theory]
    [InlineData("silent")]
    [InlineData("half-silent")]
    public async Task A_bucket_that_keeps_silent_is_waited_for_as_long_as_the_option_says(string key)
    {
        var answer = await node.UpdateFromAsync(key);

        Assert.Equal((400, "InvalidParameterValueException"), (answer.Status, answer.ErrorType));
        Assert.Equal("Error occurred while GetObject. S3 did not answer in 3 seconds.", answer.Message);
        await node.AssertNothingIsLeftAsync();
    }
}
