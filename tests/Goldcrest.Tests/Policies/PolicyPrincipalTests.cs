using Goldcrest.Core.Policies;

namespace Goldcrest.Tests.Policies;

public sealed class PolicyPrincipalTests
{
    [Fact]
    public void A_star_is_everyone() => Assert.IsType<PolicyPrincipal.Everyone>(PolicyPrincipal.TryParse("*"));

    [Fact]
    public void An_account_is_its_root() =>
        Assert.Equal(new PolicyPrincipal.Identity("arn:aws:iam::111111111111:root"), PolicyPrincipal.TryParse("111111111111"));

    [Theory]
    [InlineData("arn:aws:iam::111111111111:root")]
    [InlineData("arn:aws:iam::111111111111:user/path/x")]
    [InlineData("arn:aws:iam::111111111111:role/r")]
    [InlineData("arn:aws-cn:iam::111111111111:role/r")]
    [InlineData("arn:aws:sts::111111111111:assumed-role/r/session")]
    public void An_arn_of_somebody_is_kept(string arn) => Assert.Equal(new PolicyPrincipal.Identity(arn), PolicyPrincipal.TryParse(arn));

    [Theory]
    [InlineData("s3.amazonaws.com")]
    [InlineData("logs.eu-central-1.amazonaws.com")]
    [InlineData("events.amazonaws.com.cn")]
    [InlineData("alexa-appkit.amazon.com")]
    public void A_service_is_known_by_its_domain(string name) => Assert.Equal(new PolicyPrincipal.Service(name), PolicyPrincipal.TryParse(name));

    [Theory]
    [InlineData("")]
    [InlineData("invalid.nonaws.com")]
    [InlineData("amazonaws.com")]
    [InlineData(".amazonaws.com")]
    [InlineData("evil.com/.amazonaws.com")]
    [InlineData("s3.amazonaws.com\n")]
    [InlineData("11111111111")]
    [InlineData("1111111111111")]
    [InlineData("١١١١١١١١١١١١")]
    [InlineData("**")]
    [InlineData("arn:aws:iam::*:root")]
    [InlineData("arn:aws:iam::111111111111:user/*")]
    [InlineData("arn:aws:s3:::bucket")]
    [InlineData("arn:aws:iam::111111111111:roots")]
    public void Anything_else_is_nobody(string text) => Assert.Null(PolicyPrincipal.TryParse(text));

    [Fact]
    public void A_name_without_end_is_answered_quickly() =>
        Assert.Null(PolicyPrincipal.TryParse(string.Concat(Enumerable.Repeat("a.", 500_000)) + "!"));
}
