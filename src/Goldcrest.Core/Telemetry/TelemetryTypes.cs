namespace Goldcrest.Core.Telemetry;

/// <summary>The streams of telemetry that an extension can subscribe to.</summary>
[Flags]
public enum TelemetryTypes
{
    None = 0,

    /// <summary>Platform events.</summary>
    Platform = 1,

    /// <summary>What the function's runtime writes.</summary>
    Function = 2,

    /// <summary>What external extensions write.</summary>
    Extension = 4,
}
