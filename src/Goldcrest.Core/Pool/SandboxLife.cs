namespace Goldcrest.Core.Pool;

/// <summary>What may happen to a sandbox when. One table; an absent pair is a bug of the caller.</summary>
/// <remarks>Source: docs/contracts/invoke.md#life-of-a-sandbox. Drawn in src/Goldcrest.Server/Pool/README.md.</remarks>
public static class SandboxLife
{
    public enum Step
    {
        /// <summary>The program is started.</summary>
        Boot,

        /// <summary>Runtime and extensions have initialised, or the runtime is done with its hooks after a restore.</summary>
        Ready,

        /// <summary>One that initialised ahead is taken for its first invocation.</summary>
        Restore,

        /// <summary>Every process is stopped.</summary>
        Freeze,

        /// <summary>Every process goes on.</summary>
        Thaw,

        /// <summary>An invocation is handed over.</summary>
        Deliver,

        /// <summary>The invocation is over, for runtime and extensions.</summary>
        Finish,

        /// <summary>Programs are asked to end.</summary>
        Shut,

        /// <summary>Every process is killed.</summary>
        Kill,

        /// <summary>The sandbox is taken away.</summary>
        Remove,
    }

    /// <returns>The phase that follows; null when the step is not allowed now.</returns>
    public static SandboxPhase? Next(SandboxPhase phase, Step step) => (phase, step) switch
    {
        (SandboxPhase.Removed, _) => null,
        (_, Step.Remove) => SandboxPhase.Removed,
        (SandboxPhase.Made, Step.Boot) => SandboxPhase.Init,
        (SandboxPhase.Reset, Step.Boot) => SandboxPhase.InvokeInit,
        (SandboxPhase.Init or SandboxPhase.InvokeInit or SandboxPhase.Restore, Step.Ready) => SandboxPhase.Idle,
        (SandboxPhase.Idle, Step.Restore) => SandboxPhase.Restore,
        (SandboxPhase.Idle, Step.Freeze) => SandboxPhase.Frozen,
        (SandboxPhase.Frozen, Step.Thaw) => SandboxPhase.Idle,
        (SandboxPhase.Idle, Step.Deliver) => SandboxPhase.Invoke,
        (SandboxPhase.Invoke, Step.Finish) => SandboxPhase.Idle,
        // Who is frozen hears nothing: it is thawed first, whatever comes.
        (SandboxPhase.Init or SandboxPhase.InvokeInit or SandboxPhase.Idle or SandboxPhase.Restore or SandboxPhase.Invoke, Step.Shut)
            => SandboxPhase.Shutdown,
        (SandboxPhase.Init or SandboxPhase.InvokeInit or SandboxPhase.Idle or SandboxPhase.Restore or SandboxPhase.Invoke or SandboxPhase.Shutdown, Step.Kill)
            => SandboxPhase.Reset,
        _ => null,
    };
}
