using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class FunctionMappingTests
{
    [Fact]
    public void What_is_always_told_is_told()
    {
        var wire = FunctionMapping.ToWire(FunctionExample.Active().Latest, FunctionExample.Key.Arn);

        Assert.Equal("2026-01-02T03:04:05.678+0000", wire.LastModified);
        Assert.Equal(("f", "$LATEST", "python3.12", "Zip", ""), (wire.FunctionName, wire.Version, wire.Runtime, wire.PackageType, wire.Description));
        Assert.Equal((128, 3, 512, 10), (wire.MemorySize, wire.Timeout, wire.EphemeralStorage!.Size, wire.CodeSize));
        Assert.Equal(("PassThrough", "None", "Off"), (wire.TracingConfig!.Mode, wire.SnapStart!.ApplyOn, wire.SnapStart.OptimizationStatus));
        Assert.Equal(("Text", "/aws/lambda/f", null), (wire.LoggingConfig!.LogFormat, wire.LoggingConfig.LogGroup, wire.LoggingConfig.SystemLogLevel));
        Assert.Equal(["x86_64"], wire.Architectures);
        Assert.Matches("^arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$", wire.RuntimeVersionConfig!.RuntimeVersionArn);
        Assert.Null(wire.Environment);
        Assert.Null(wire.VpcConfig);
    }

    [Fact]
    public void Every_phase_has_its_two_statuses()
    {
        var statuses = Enum.GetValues<FunctionPhase>().ToDictionary(phase => phase, phase =>
        {
            var wire = FunctionMapping.ToWire(FunctionExample.Active().Latest with { Phase = phase }, "arn");
            return (wire.State, wire.StateReasonCode, wire.LastUpdateStatus, wire.LastUpdateStatusReasonCode);
        });

        Assert.Equal(("Pending", "Creating", null, null), statuses[FunctionPhase.Pending]);
        Assert.Equal(("Active", null, "Successful", null), statuses[FunctionPhase.Active]);
        Assert.Equal(("Active", null, "InProgress", "Creating"), statuses[FunctionPhase.Updating]);
        Assert.Equal(("Failed", "InternalError", null, null), statuses[FunctionPhase.Failed]);
        Assert.Equal(("Active", null, "Failed", "InternalError"), statuses[FunctionPhase.UpdateFailed]);
    }

    [Fact]
    public void Lists_leave_out_states_and_runtime_versions()
    {
        var wire = FunctionMapping.ToListItem(FunctionExample.Made().Latest, "arn");

        Assert.Equal((null, null, null, null, null), (wire.State, wire.StateReason, wire.StateReasonCode, wire.LastUpdateStatus, wire.RuntimeVersionConfig));
    }
}
