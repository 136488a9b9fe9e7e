namespace Goldcrest.Core.Telemetry;

/// <summary>How much a log in the JSON format tells of what the platform did; a platform event has the level from which on it is told.</summary>
/// <remarks>Source: docs/contracts/logs.md#json.</remarks>
public enum SystemLogLevel
{
    Debug,
    Info,
    Warn,
}
