namespace Goldcrest.Core.Sandboxes;

/// <summary>Why a function's file system is not there.</summary>
/// <remarks>Source: docs/contracts/file-systems.md#errors.</remarks>
public enum MountFailure
{
    /// <summary>Nobody knows the access point, or what it leads to is not there or may not be used.</summary>
    Refused,

    /// <summary>The machine that has the files is not reached.</summary>
    Unreachable,

    /// <summary>It was reached and did not answer in time.</summary>
    TimedOut,
}
