namespace Goldcrest.Core.Functions;

/// <summary>The life of a version as one table: what happened in which phase leads where.</summary>
/// <remarks>Source: docs/contracts/functions.md#states. An absent pair is a bug of the caller.</remarks>
public static class FunctionLifecycle
{
    public enum Happening
    {
        /// <summary>Code is laid out; the version can serve.</summary>
        Prepared,

        /// <summary>Code could not be laid out.</summary>
        PreparationFailed,

        /// <summary>A client changed code or settings.</summary>
        Changed,
    }

    /// <exception cref="InvalidOperationException">The pair is not in the table.</exception>
    public static FunctionPhase Next(FunctionPhase phase, Happening happened) => (phase, happened) switch
    {
        (FunctionPhase.Pending, Happening.Prepared) => FunctionPhase.Active,
        (FunctionPhase.Pending, Happening.PreparationFailed) => FunctionPhase.Failed,
        (FunctionPhase.Active, Happening.Changed) => FunctionPhase.Updating,
        (FunctionPhase.UpdateFailed, Happening.Changed) => FunctionPhase.Updating,
        (FunctionPhase.Updating, Happening.Prepared) => FunctionPhase.Active,
        (FunctionPhase.Updating, Happening.PreparationFailed) => FunctionPhase.UpdateFailed,
        _ => throw new InvalidOperationException($"A version that is {phase} cannot see {happened}."),
    };

    public static bool CanInvoke(FunctionPhase phase) => phase is FunctionPhase.Active or FunctionPhase.Updating or FunctionPhase.UpdateFailed;

    /// <summary>True while somebody still has to lay out the code; a restart continues there.</summary>
    public static bool AwaitsPreparation(FunctionPhase phase) => phase is FunctionPhase.Pending or FunctionPhase.Updating;
}
