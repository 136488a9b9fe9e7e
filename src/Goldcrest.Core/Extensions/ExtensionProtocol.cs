namespace Goldcrest.Core.Extensions;

/// <summary>Which call of the Extensions API is allowed when. One table; an absent pair is refused as an invalid state.</summary>
/// <remarks>Source: docs/contracts/extensions.md#order. Drawn in src/Goldcrest.Server/Extensions/README.md.</remarks>
public static class ExtensionProtocol
{
    public enum Call
    {
        /// <summary>POST register.</summary>
        Register,

        /// <summary>GET event/next.</summary>
        Next,

        /// <summary>An event was handed over.</summary>
        Delivered,

        /// <summary>POST init/error.</summary>
        InitError,

        /// <summary>POST exit/error.</summary>
        ExitError,

        /// <summary>It could not be executed.</summary>
        LaunchFailed,

        /// <summary>Its process ended.</summary>
        Ended,
    }

    /// <returns>The phase that follows; null when the call is not allowed now.</returns>
    public static ExtensionPhase? Next(ExtensionPhase phase, Call call) => (phase, call) switch
    {
        (ExtensionPhase.Started, Call.Register) => ExtensionPhase.Registered,
        (ExtensionPhase.Started, Call.LaunchFailed) => ExtensionPhase.LaunchError,
        (ExtensionPhase.Registered or ExtensionPhase.Running, Call.Next) => ExtensionPhase.Ready,
        (ExtensionPhase.Ready, Call.Delivered) => ExtensionPhase.Running,
        (ExtensionPhase.Registered, Call.InitError) => ExtensionPhase.InitError,
        (ExtensionPhase.Registered or ExtensionPhase.Ready or ExtensionPhase.Running, Call.ExitError) => ExtensionPhase.ExitError,
        // Told again, the first telling counts.
        (ExtensionPhase.InitError, Call.InitError) => ExtensionPhase.InitError,
        (ExtensionPhase.ExitError, Call.ExitError) => ExtensionPhase.ExitError,
        (ExtensionPhase.Started or ExtensionPhase.Registered or ExtensionPhase.Ready or ExtensionPhase.Running, Call.Ended) => ExtensionPhase.Exited,
        _ => null,
    };

    /// <summary>The phase that a call asks for, as the refusal names it.</summary>
    public static ExtensionPhase Wanted(Call call) => call switch
    {
        Call.Register => ExtensionPhase.Registered,
        Call.Next => ExtensionPhase.Ready,
        Call.Delivered => ExtensionPhase.Running,
        Call.InitError => ExtensionPhase.InitError,
        Call.ExitError => ExtensionPhase.ExitError,
        Call.LaunchFailed => ExtensionPhase.LaunchError,
        Call.Ended => ExtensionPhase.Exited,
        _ => throw new ArgumentOutOfRangeException(nameof(call), call, null),
    };
}
