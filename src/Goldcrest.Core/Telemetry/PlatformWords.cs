namespace Goldcrest.Core.Telemetry;

/// <summary>The words that platform events have in common.</summary>
/// <remarks>Source: docs/contracts/extensions.md#platform-events.</remarks>
public static class PlatformWords
{
    public const string OnDemand = "on-demand";
    public const string SnapStart = "snap-start";

    /// <returns>What AWS calls the way in which a version's sandboxes are initialised.</returns>
    public static string InitializationType(bool startsFromSnapshot) => startsFromSnapshot ? SnapStart : OnDemand;

    /// <summary>The phase of an INIT ahead of the first invocation.</summary>
    public const string InitPhase = "init";

    /// <summary>The phase of an INIT that an invocation waits for.</summary>
    public const string InvokePhase = "invoke";

    public const string Success = "success";
    public const string Error = "error";
    public const string Timeout = "timeout";

    internal static SystemLogLevel LevelOf(string status, SystemLogLevel ofSuccess) => status == Success ? ofSuccess : SystemLogLevel.Warn;
}
