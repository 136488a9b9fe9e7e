using Goldcrest.Core.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class FunctionReferenceTests
{
    private const string Account = "123456789012";
    private const string Region = "us-east-1";

    [Theory]
    [InlineData("fn", null, null, "fn", null)]
    [InlineData("fn:1", null, null, "fn", "1")]
    [InlineData("fn:$LATEST", null, null, "fn", "$LATEST")]
    [InlineData("function:fn", null, null, "fn", null)]
    [InlineData("function:fn:live", null, null, "fn", "live")]
    [InlineData($"{Account}:function:fn", null, Account, "fn", null)]
    [InlineData($"{Account}:function:fn:7", null, Account, "fn", "7")]
    [InlineData($"{Account}:fn", null, Account, "fn", null)]
    [InlineData($"{Region}:{Account}:function:fn:7", Region, Account, "fn", "7")]
    [InlineData($"arn:aws:lambda:{Region}:{Account}:function:fn", Region, Account, "fn", null)]
    [InlineData($"arn:aws:lambda:{Region}:{Account}:function:fn:$LATEST", Region, Account, "fn", "$LATEST")]
    [InlineData($"arn:aws-us-gov:lambda:us-gov-west-1:{Account}:function:fn", "us-gov-west-1", Account, "fn", null)]
    [InlineData($"arn:aws-eusc:lambda:eusc-de-east-1:{Account}:function:fn", "eusc-de-east-1", Account, "fn", null)]
    public void Every_way_to_name_a_function_is_understood(string text, string? region, string? account, string name, string? qualifier)
    {
        var reference = FunctionReference.TryParse(text);

        Assert.Equal(new FunctionReference(region, account, name, qualifier), reference);
    }

    [Theory]
    [InlineData("my-team-1:2", "my-team-1", "2")]
    [InlineData("to-do-1:live", "to-do-1", "live")]
    [InlineData("a-long-name-1:2", "a-long-name-1", "2")]
    public void A_name_that_looks_like_a_region_is_a_name_where_only_a_qualifier_follows(string text, string name, string qualifier)
    {
        var reference = FunctionReference.TryParse(text);

        Assert.Equal(new FunctionReference(null, null, name, qualifier), reference);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":1")]
    [InlineData("fn:")]
    [InlineData("a:b:c")]
    [InlineData("arn:aws:lambda")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:fn:1:2")]
    public void What_names_no_function_is_not_understood(string text)
    {
        Assert.Null(FunctionReference.TryParse(text));
    }
}
