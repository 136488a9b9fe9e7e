using Goldcrest.Core.RuntimeApi;
using Call = Goldcrest.Core.RuntimeApi.RuntimeProtocol.Call;

namespace Goldcrest.Tests.RuntimeApi;

public sealed class RuntimeProtocolTests
{
    [Fact]
    public void Exactly_these_calls_lead_anywhere()
    {
        var allowed = from phase in Enum.GetValues<RuntimePhase>()
                      from call in Enum.GetValues<Call>()
                      where RuntimeProtocol.Next(phase, call) is not null
                      select $"{phase} {call} {RuntimeProtocol.Next(phase, call)}";

        Assert.Equal(
            [
                "Started Next Ready",
                "Started InitError InitError",
                "Started RestoreNext RestoreReady",
                "Ready Next Ready",
                "Ready Delivered Running",
                "Running Next Running",
                "Running Response InvocationResponse",
                "Running Error InvocationErrorResponse",
                "InvocationResponse Received ResponseSent",
                "InvocationErrorResponse Received ResponseSent",
                "ResponseSent Next Ready",
                "RestoreReady RestoreNext RestoreReady",
                "RestoreReady Restored Restoring",
                "Restoring Next Ready",
                "Restoring RestoreError RestoreError",
            ],
            allowed);
    }

    [Fact]
    public void Every_call_names_the_phase_that_it_wants()
    {
        var wanted = Enum.GetValues<Call>().Select(RuntimeProtocol.Wanted);

        Assert.Equal(
            [
                RuntimePhase.Ready, RuntimePhase.Running, RuntimePhase.InvocationResponse,
                RuntimePhase.InvocationErrorResponse, RuntimePhase.ResponseSent, RuntimePhase.InitError,
                RuntimePhase.RestoreReady, RuntimePhase.Restoring, RuntimePhase.RestoreError,
            ],
            wanted);
    }

    [Theory]
    [InlineData("Runtime.ImportModuleError", "Runtime.ImportModuleError")]
    [InlineData("Function.SomeReason", "Function.SomeReason")]
    [InlineData("Runtime.lower", "Runtime.Unknown")]
    [InlineData("Runtime.X", "Runtime.Unknown")]
    [InlineData("Function.", "Function.Unknown")]
    [InlineData("Function.With Blank", "Function.With Blank")]
    [InlineData("Function.with Blank", "Function.Unknown")]
    [InlineData("Runtime.Node14Error", "Runtime.Node14Error")]
    [InlineData("Error", "Runtime.Unknown")]
    [InlineData("", "Runtime.Unknown")]
    [InlineData("Sandbox.Timedout", "Runtime.Unknown")]
    [InlineData(null, "Runtime.Unknown")]
    public void An_error_type_is_taken_over_only_in_its_form(string? header, string accepted)
    {
        var type = RuntimeErrorType.Accept(header);

        Assert.Equal(accepted, type);
    }
}
