using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;

namespace Goldcrest.Tests.Functions;

public sealed class InitFlawTests
{
    public static TheoryData<InvokeOutcome, string> Failures { get; } = new()
    {
        { new InvokeOutcome.Faulted(FunctionFault.Timeout(TimeSpan.FromSeconds(3))), "FunctionError.InitTimeout" },
        { new InvokeOutcome.Faulted(FunctionFault.OutOfMemory), "FunctionError.InitResourceExhausted" },
        { new InvokeOutcome.Faulted(FunctionFault.InvalidEntrypoint("nowhere")), "FunctionError.InvalidEntryPoint" },
        { new InvokeOutcome.Faulted(new FunctionFault("Extension.Crash", "gone")), "FunctionError.ExtensionInitError" },
        { new InvokeOutcome.Faulted(FunctionFault.Exit(1, null)), "FunctionError.RuntimeInitError" },
        { new InvokeOutcome.HandlerFailed(default, "Runtime.ImportModuleError"), "FunctionError.RuntimeInitError" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Each_way_to_fail_has_its_code(InvokeOutcome failure, string code)
    {
        Assert.Equal(code, InitFlaw.Of(failure).Code);
    }

    [Fact]
    public void A_failed_version_tells_why_and_one_without_a_reason_blames_the_node()
    {
        var failed = FunctionExample.Made().Latest.PreparationFailed("r", new PreparationFlaw("FunctionError.InitTimeout", "too slow"));

        var told = Goldcrest.Server.Functions.FunctionMapping.ToWire(failed, "arn");
        var untold = Goldcrest.Server.Functions.FunctionMapping.ToWire(failed with { Flaw = null }, "arn");

        Assert.Equal(("Failed", "FunctionError.InitTimeout", "too slow"), (told.State, told.StateReasonCode, told.StateReason));
        Assert.Equal("InternalError", untold.StateReasonCode);
    }
}
