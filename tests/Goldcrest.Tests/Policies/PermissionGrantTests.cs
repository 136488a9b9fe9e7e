using Goldcrest.Core.Policies;

namespace Goldcrest.Tests.Policies;

/// <summary>The shapes are recorded answers of AWS (2023-11-20, confirmed 2025-11-25), except where a test says otherwise.</summary>
public sealed class PermissionGrantTests
{
    private const string Function = "arn:aws:lambda:us-east-1:111111111111:function:f";

    private static readonly PermissionGrant Plain = new() { StatementId = "s", Action = "lambda:InvokeFunction", Principal = "s3.amazonaws.com" };

    [Fact]
    public void A_service_stands_under_Service() => AssertWritten(
        $$$$"""{"Sid":"s","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"{{{{Function}}}}"}""",
        Plain);

    [Fact]
    public void An_account_stands_under_AWS_as_its_root() => AssertWritten(
        $$$$"""{"Sid":"s","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"lambda:InvokeFunction","Resource":"{{{{Function}}}}"}""",
        Plain with { Principal = "111111111111" });

    [Fact]
    public void Everyone_is_a_star() => AssertWritten(
        $$$$"""{"Sid":"s","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"{{{{Function}}}}","Condition":{"StringEquals":{"AWS:SourceAccount":"111111111111"}}}""",
        Plain with { Principal = "*", SourceAccount = "111111111111" });

    [Fact]
    public void A_source_is_compared_as_an_arn() => AssertWritten(
        $$$$"""{"Sid":"s","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"{{{{Function}}}}","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::b"}}}""",
        Plain with { SourceArn = "arn:aws:s3:::b" });

    [Fact]
    public void Conditions_come_in_the_order_of_AWS() => AssertWritten(
        $$$$"""{"Sid":"s","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunctionUrl","Resource":"{{{{Function}}}}","Condition":{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE","aws:PrincipalOrgID":"o-1234567890","AWS:SourceAccount":"111111111111"},"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::b"}}}""",
        Plain with
        {
            Action = "lambda:InvokeFunctionUrl",
            Principal = "*",
            FunctionUrlAuthType = "NONE",
            PrincipalOrgId = "o-1234567890",
            SourceAccount = "111111111111",
            SourceArn = "arn:aws:s3:::b",
        });

    [Fact]
    public void A_token_is_compared_as_text() => AssertWritten(
        $$$$"""{"Sid":"s","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"{{{{Function}}}}","Condition":{"StringEquals":{"lambda:EventSourceToken":"amzn1.ask.skill.x"}}}""",
        Plain with { Principal = "*", EventSourceToken = "amzn1.ask.skill.x" });

    /// <summary>The shape is the reference's; nobody has recorded where among others it stands.</summary>
    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    public void The_way_through_a_url_is_a_truth_value(bool flag, string written) => AssertWritten(
        $$$$"""{"Sid":"s","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction","Resource":"{{{{Function}}}}","Condition":{"Bool":{"lambda:InvokedViaFunctionUrl":"{{{{written}}}}"}}}""",
        Plain with { Principal = "*", InvokedViaFunctionUrl = flag });

    [Fact]
    public void A_principal_that_is_nobody_makes_no_statement() =>
        Assert.Null((Plain with { Principal = "invalid.nonaws.com" }).ToStatement(Function));

    private static void AssertWritten(string expected, PermissionGrant grant) => Assert.Equal(expected, PolicyJson.Write(grant.ToStatement(Function)!));
}
