using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Functions;
using Goldcrest.Tests.Aliases;

namespace Goldcrest.Tests.Functions;

public sealed class QualifierTests
{
    private static readonly FunctionRecord Function = TestFunctions.Function(versions: 12, aliases: TestFunctions.Alias("live", "7", new SharedTraffic("8", 0.25)));

    [Theory]
    [InlineData(null, "$LATEST")]
    [InlineData("$LATEST", "$LATEST")]
    [InlineData("12", "12")]
    [InlineData("live", "7")]
    [InlineData("13", null)]
    [InlineData("07", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("other", null)]
    public void A_qualifier_stands_for_one_version(string? qualifier, string? version)
    {
        Assert.Equal(version, Function.Find(qualifier)?.Number);
    }

    [Theory]
    [InlineData("live", 0.2, "8")]
    [InlineData("live", 0.25, "7")]
    [InlineData("8", 0.2, "8")]
    [InlineData(null, 0.2, "$LATEST")]
    public void A_request_by_alias_goes_where_the_draw_says(string? qualifier, double draw, string version)
    {
        Assert.Equal(version, Function.Route(qualifier, draw)?.Number);
    }

    [Fact]
    public void A_version_that_aliases_send_requests_to_is_in_use()
    {
        var function = TestFunctions.Function(versions: 2, aliases: [TestFunctions.Alias("a", "1"), TestFunctions.Alias("b", "2", new SharedTraffic("1", 0.1))]);

        var one = FunctionRefusals.InUse(function.Attachments.AliasesOf("1"));
        var three = FunctionRefusals.InUse(function.Attachments.AliasesOf("3"));

        Assert.Equal((409, "Unable to delete version because the following aliases reference it: [a, b]"), (one?.Status, one?.Message));
        Assert.Null(three);
    }

    [Fact]
    public void A_version_that_goes_takes_along_what_hangs_on_it()
    {
        var function = Function with
        {
            Attachments = Function.Attachments with
            {
                Provisioned = Function.Attachments.Provisioned.Add("3", new ProvisionedConcurrency(1, DateTimeOffset.UnixEpoch)),
                EventInvoke = Function.Attachments.EventInvoke.Add("3", new EventInvokeSettings { LastModified = DateTimeOffset.UnixEpoch }),
                RuntimeManagement = Function.Attachments.RuntimeManagement.Add("3", new RuntimeManagement("Auto", null)),
            },
        };

        var left = function.Without(3);

        Assert.Null(left.Find("3"));
        Assert.True(left.Attachments.Provisioned.IsEmpty && left.Attachments.EventInvoke.IsEmpty && left.Attachments.RuntimeManagement.IsEmpty);
        Assert.Equal(["live"], left.Attachments.Aliases.Keys);
    }
}
