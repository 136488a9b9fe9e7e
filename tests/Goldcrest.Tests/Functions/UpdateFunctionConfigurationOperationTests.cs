using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Functions;

public sealed class UpdateFunctionConfigurationOperationTests
{
    private static readonly UpdateFunctionConfigurationRequest Request = new() { FunctionName = "f", MemorySize = 256 };

    [Fact]
    public void New_settings_are_shown_at_once_and_the_old_ones_serve()
    {
        var before = FunctionExample.Published(1);

        var change = Decide(before, Request);

        var after = FunctionExample.After(change);
        Assert.Equal((256, 128), (after.Latest.Current.Settings.MemoryMiB, after.Latest.Serving.Settings.MemoryMiB));
        Assert.Equal((256, "InProgress"), (change.Answer.Output!.MemorySize, change.Answer.Output.LastUpdateStatus));
        Assert.Equal(before.Published[1], after.Published[1]);
    }

    [Fact]
    public void The_current_revision_is_accepted()
    {
        var function = FunctionExample.Active();

        Assert.True(Decide(function, Request with { RevisionId = function.Latest.RevisionId }).Save);
    }

    [Fact]
    public void Refusals_come_in_a_fixed_order()
    {
        var bad = Request with { RevisionId = "stale", Runtime = "java8" };

        Assert.Equal("ResourceNotFoundException", Refusal(null, bad).Code);
        Assert.Equal((412, "PreconditionFailedException"), (Refusal(FunctionExample.Made(), bad).Status, Refusal(FunctionExample.Made(), bad).Code));
        Assert.Equal("ResourceConflictException", Refusal(FunctionExample.Made(), bad = bad with { RevisionId = null }).Code);
        Assert.Contains("no longer supported", Refusal(FunctionExample.Active(), bad).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_that_failed_stays_as_it_is()
    {
        var failed = FunctionExample.Made();
        failed = failed.With(failed.Latest.PreparationFailed("r"));

        Assert.Equal(
            "The operation cannot be performed at this time. The function is currently in the following state: Failed", Refusal(failed, Request).Message);
    }

    private static WireError Refusal(FunctionRecord? function, UpdateFunctionConfigurationRequest request) => FunctionExample.Refusal(Decide(function, request));

    private static RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Decide(FunctionRecord? function, UpdateFunctionConfigurationRequest request) =>
        UpdateFunctionConfigurationOperation.Decide(function, FunctionExample.Address, request, layers: null, FunctionExample.Stamps);
}
