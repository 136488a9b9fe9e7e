using Goldcrest.Core.Identity;

namespace Goldcrest.Tests.Identity;

public sealed class RegionNameTests
{
    [Theory]
    [InlineData("us-east-1")]
    [InlineData("ap-southeast-5")]
    [InlineData("us-gov-west-1")]
    [InlineData("us-isob-east-1")]
    [InlineData("eusc-de-east-1")]
    public void A_region_that_ARNs_can_name_is_one(string text) => Assert.True(RegionName.IsOne(text));

    [Theory]
    [InlineData("")]
    [InlineData("local")]
    [InlineData("us-east-10")]
    [InlineData("us-east-1\n")]
    [InlineData("US-EAST-1")]
    [InlineData("us-far-east-1")]
    public void What_the_patterns_of_the_model_refuse_is_none(string text) => Assert.False(RegionName.IsOne(text));
}
