using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;

namespace Goldcrest.Tests.Functions;

public sealed class DeleteFunctionOperationTests
{
    [Fact]
    public void Without_a_qualifier_everything_goes()
    {
        var change = DeleteFunctionOperation.Decide(FunctionExample.Published(2), FunctionExample.Address);

        Assert.Equal((true, null, null), (change.Save, change.After, change.Answer));
    }

    [Fact]
    public void A_version_goes_alone()
    {
        var change = Decide(FunctionExample.Published(3), "2");

        Assert.Equal(["$LATEST", "1", "3"], FunctionExample.After(change).Versions.Select(version => version.Number));
    }

    [Fact]
    public void A_version_that_is_not_there_is_as_good_as_deleted()
    {
        var change = Decide(FunctionExample.Published(1), "1233");

        Assert.Equal((false, null), (change.Save, change.Answer));
    }

    [Theory]
    [InlineData(null, "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f")]
    [InlineData("1233", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f")]
    [InlineData("$LATEST", "$LATEST version cannot be deleted without deleting the function.")]
    [InlineData("live", "Deletion of aliases is not currently supported.")]
    public void A_function_that_is_not_there_is_missed_after_a_bad_qualifier(string? qualifier, string refusal)
    {
        Assert.Equal(refusal, Decide(null, qualifier).Answer!.Message);
    }

    [Fact]
    public void Latest_stays_while_the_function_does()
    {
        Assert.Same(FunctionRefusals.LatestCannotBeDeleted, Decide(FunctionExample.Published(1), "$LATEST").Answer);
    }

    private static RecordChange<FunctionRecord, Goldcrest.Wire.Protocol.WireError?> Decide(FunctionRecord? function, string? qualifier) =>
        DeleteFunctionOperation.Decide(function, FunctionExample.Address with { Qualifier = qualifier });
}
