namespace Goldcrest.Core.Extensions;

/// <summary>Why a sandbox's programs are told to end.</summary>
/// <remarks>Source: docs/contracts/extensions.md#shutdown.</remarks>
public enum ShutdownReason
{
    /// <summary>The sandbox is not wanted any more.</summary>
    Spindown,

    /// <summary>The invocation, or its INIT, took too long.</summary>
    Timeout,

    /// <summary>The runtime or an extension failed.</summary>
    Failure,
}
