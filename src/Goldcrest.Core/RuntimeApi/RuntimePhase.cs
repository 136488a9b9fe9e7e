namespace Goldcrest.Core.RuntimeApi;

/// <summary>Where the program inside a sandbox is, as its calls of the Runtime API tell. One life from start to exit.</summary>
public enum RuntimePhase
{
    /// <summary>Executed, nothing heard yet: initialising.</summary>
    Started,

    /// <summary>Said that it cannot initialise.</summary>
    InitError,

    /// <summary>Asked for an invocation and waits for one.</summary>
    Ready,

    /// <summary>Has an invocation.</summary>
    Running,

    /// <summary>Is sending the response of its invocation.</summary>
    InvocationResponse,

    /// <summary>Is sending the error of its invocation.</summary>
    InvocationErrorResponse,

    /// <summary>Has answered its invocation and not yet asked for another.</summary>
    ResponseSent,

    /// <summary>Has initialised, ran its hooks before the snapshot and waits for its restore.</summary>
    RestoreReady,

    /// <summary>Was restored and runs its hooks.</summary>
    Restoring,

    /// <summary>Said that its hooks failed.</summary>
    RestoreError,
}
