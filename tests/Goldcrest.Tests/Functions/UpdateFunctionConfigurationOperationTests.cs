using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
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

    [Fact]
    public void A_function_whose_runtime_is_kept_by_hand_stays_on_it()
    {
        var kept = With(FunctionExample.Active(), FunctionVersion.Latest, "Manual");
        const string refused = "Cannot change runtime identifier when runtime management configuration is set to 'Manual'. "
            + "Change the runtime management configuration to 'Auto' or 'FunctionUpdate', then retry.";

        var refusal = Refusal(kept, Request with { Runtime = "python3.13" });

        Assert.Equal((400, "InvalidParameterValueException", refused), (refusal.Status, refusal.Code, refusal.Message));
        Assert.True(Decide(kept, Request).Save);
        Assert.True(Decide(kept, Request with { Runtime = kept.Latest.Current.Settings.Runtime }).Save);
    }

    [Theory]
    [InlineData("$LATEST", "Auto")]
    [InlineData("$LATEST", "FunctionUpdate")]
    [InlineData("1", "Manual")]
    public void Any_other_function_may_change_its_runtime(string version, string mode) =>
        Assert.True(Decide(With(FunctionExample.Published(1), version, mode), Request with { Runtime = "python3.13" }).Save);

    private static FunctionRecord With(FunctionRecord function, string version, string mode) => function with
    {
        Attachments = function.Attachments with { RuntimeManagement = function.Attachments.RuntimeManagement.SetItem(version, new RuntimeManagement(mode, null)) },
    };

    private static WireError Refusal(FunctionRecord? function, UpdateFunctionConfigurationRequest request) => FunctionExample.Refusal(Decide(function, request));

    private static RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Decide(FunctionRecord? function, UpdateFunctionConfigurationRequest request) =>
        UpdateFunctionConfigurationOperation.Decide(function, FunctionExample.Address, request, layers: null, FunctionExample.Stamps);
}
