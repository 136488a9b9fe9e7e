namespace Goldcrest.Core.Pool;

/// <summary>Where a sandbox is in its life.</summary>
/// <remarks>Source: docs/contracts/invoke.md#life-of-a-sandbox.</remarks>
public enum SandboxPhase
{
    /// <summary>Built; nothing ran in it yet.</summary>
    Made,

    /// <summary>Its program boots ahead of the first invocation.</summary>
    Init,

    /// <summary>Its program runs and waits for an invocation.</summary>
    Idle,

    /// <summary>As idle, with every process stopped.</summary>
    Frozen,

    /// <summary>Its program runs its hooks after a restore.</summary>
    Restore,

    /// <summary>Has an invocation.</summary>
    Invoke,

    /// <summary>Is told to end: programs may say their last words.</summary>
    Shutdown,

    /// <summary>Nothing runs in it; /tmp is as it was.</summary>
    Reset,

    /// <summary>Its program boots again, inside an invocation.</summary>
    InvokeInit,

    /// <summary>Gone for good.</summary>
    Removed,
}
