using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class FunctionAddressTests
{
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:f";

    [Theory]
    [InlineData("f", null, Arn)]
    [InlineData("f", "$LATEST", $"{Arn}:$LATEST")]
    [InlineData("f:3", null, $"{Arn}:3")]
    [InlineData($"{Arn}:3", "3", $"{Arn}:3")]
    [InlineData("000000000000:function:f", "live", $"{Arn}:live")]
    public void The_arn_has_a_qualifier_where_the_request_had_one(string functionName, string? qualifier, string arn)
    {
        var (address, error) = FunctionAddress.Read(functionName, qualifier, FunctionExample.Context);

        Assert.Null(error);
        Assert.Equal(arn, address!.Arn);
        Assert.Equal(FunctionExample.Key, address.Key);
    }

    [Fact]
    public void Two_qualifiers_must_agree()
    {
        var (address, error) = FunctionAddress.Read($"{Arn}:1", "$LATEST", FunctionExample.Context);

        Assert.Null(address);
        Assert.Equal(
            ("InvalidParameterValueException", "The derived qualifier from the function name does not match the specified qualifier."),
            (error!.Code, error.Message));
    }

    [Fact]
    public void Another_region_is_not_reachable()
    {
        var (_, error) = FunctionAddress.Read("arn:aws:lambda:eu-west-1:000000000000:function:f", null, FunctionExample.Context);

        Assert.Equal(
            (404, "ResourceNotFoundException", "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"),
            (error!.Status, error.Code, error.Message));
    }

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:111111111111:function:f")]
    [InlineData("111111111111:function:f")]
    public void Another_account_is_denied_without_a_word(string functionName)
    {
        var (_, error) = FunctionAddress.Read(functionName, null, FunctionExample.Context);

        Assert.Equal((403, "AccessDeniedException", null), (error!.Status, error.Code, error.Message));
    }

    [Fact]
    public void A_change_of_the_whole_function_may_name_its_latest_version_and_no_other()
    {
        var latest = FunctionAddress.ReadWhole("f:$LATEST", FunctionExample.Context);
        var version = FunctionAddress.ReadWhole("f:1", FunctionExample.Context);
        var missing = FunctionAddress.ReadWhole("111111111111:function:f", FunctionExample.Context);

        Assert.Equal(FunctionExample.Address, latest.Address);
        Assert.Same(FunctionRefusals.FunctionsOnly, version.Error);
        Assert.Equal("AccessDeniedException", missing.Error!.Code);
        Assert.Equal(FunctionVersion.Latest, FunctionExample.Made().Latest.Number);
    }
}
