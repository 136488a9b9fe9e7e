using Goldcrest.Core.Invoke;

namespace Goldcrest.Core.Functions;

/// <summary>How an INIT that failed when a version was published is told.</summary>
/// <remarks>Source: docs/contracts/functions.md#states.</remarks>
public static class InitFlaw
{
    /// <param name="failure">How the INIT ended.</param>
    public static PreparationFlaw Of(InvokeOutcome failure) => failure switch
    {
        InvokeOutcome.Faulted { Fault: var fault } => new PreparationFlaw(CodeOf(fault), fault.Message),
        InvokeOutcome.HandlerFailed { ErrorType: var type } =>
            new PreparationFlaw("FunctionError.RuntimeInitError", $"The runtime could not initialise the function. Error Type: {type}"),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "No INIT ends so."),
    };

    private static string CodeOf(FunctionFault fault) => fault switch
    {
        { IsTimeout: true } => "FunctionError.InitTimeout",
        { ErrorType: "Runtime.OutOfMemory" } => "FunctionError.InitResourceExhausted",
        { ErrorType: "Runtime.InvalidEntrypoint" } => "FunctionError.InvalidEntryPoint",
        _ when fault.ErrorType.StartsWith("Extension.", StringComparison.Ordinal) => "FunctionError.ExtensionInitError",
        _ => "FunctionError.RuntimeInitError",
    };
}
