namespace Goldcrest.Core.Extensions;

/// <summary>Where one extension is, as its calls of the Extensions API tell. The names are told in logs and refusals.</summary>
/// <remarks>Source: docs/contracts/extensions.md#order.</remarks>
public enum ExtensionPhase
{
    /// <summary>An external one was executed, or an internal one is registering.</summary>
    Started,

    /// <summary>Could not be executed.</summary>
    LaunchError,

    /// <summary>Registered, and not done with its initialisation.</summary>
    Registered,

    /// <summary>Asked for an event and waits for one.</summary>
    Ready,

    /// <summary>Has an event.</summary>
    Running,

    /// <summary>Said that it cannot initialise.</summary>
    InitError,

    /// <summary>Said that it must end.</summary>
    ExitError,

    /// <summary>Ended.</summary>
    Exited,
}
