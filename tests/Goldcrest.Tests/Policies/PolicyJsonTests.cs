using System.Text.Json;
using Goldcrest.Core.Policies;

namespace Goldcrest.Tests.Policies;

public sealed class PolicyJsonTests
{
    [Fact]
    public void A_policy_is_one_line_in_a_fixed_order()
    {
        var policy = ResourcePolicy.Empty.With(PolicyExample.Allow("s1")).With(PolicyExample.Allow("s2"));

        var text = PolicyJson.Write(policy);

        Assert.Equal(
            """{"Version":"2012-10-17","Id":"default","Statement":[{"Sid":"s1","Effect":"Allow","Principal":"*","Action":"lambda:GetLayerVersion","Resource":"arn:r"},"""
            + """{"Sid":"s2","Effect":"Allow","Principal":"*","Action":"lambda:GetLayerVersion","Resource":"arn:r"}]}""",
            text);
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var policy = ResourcePolicy.Empty
            .With(PolicyExample.Allow("everyone"))
            .With(PolicyExample.Allow("service") with { Principal = new PolicyPrincipal.Service("s3.amazonaws.com") })
            .With(PolicyExample.Allow("root") with { Principal = new PolicyPrincipal.Identity("arn:aws:iam::111111111111:root") })
            .With(PolicyExample.Allow("deny") with { Effect = PolicyEffect.Deny })
            .With(PolicyExample.Allow("text") with
            {
                Conditions =
                [
                    new PolicyCondition("StringEquals", "a", "quote \" backslash \\ tab \t ü 😀 <&>"),
                    new PolicyCondition("StringEquals", "b", ""),
                    new PolicyCondition("ArnLike", "a", "arn:aws:s3:::*"),
                ],
            });

        var read = PolicyJson.Read(PolicyJson.Write(policy));

        Assert.Equal(PolicyJson.Write(policy), PolicyJson.Write(read));
        Assert.Equal(policy.Statements.Select(statement => (statement.Sid, statement.Effect, statement.Principal)),
            read.Statements.Select(statement => (statement.Sid, statement.Effect, statement.Principal)));
        Assert.Equal(policy.Find("text")!.Conditions, read.Find("text")!.Conditions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Statement":{}}""")]
    [InlineData("""{"Statement":[1]}""")]
    [InlineData("""{"Statement":[{"Sid":null,"Effect":"Allow","Principal":"*","Action":"a","Resource":"r"}]}""")]
    [InlineData("""{"Statement":[{"Sid":"s","Effect":"Allow","Principal":{},"Action":"a","Resource":"r"}]}""")]
    public void Anything_else_is_no_policy(string text) => Assert.ThrowsAny<JsonException>(() => PolicyJson.Read(text));
}
