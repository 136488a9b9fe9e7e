using System.Text.Json;

namespace Goldcrest.Core.Telemetry;

/// <summary>What a sandbox is made for and with, as the events that begin its life tell.</summary>
/// <param name="Version">Of the runtime.</param>
/// <param name="InstanceId">The name of the sandbox's log stream.</param>
/// <param name="MaxMemoryBytes">What the sandbox may use.</param>
public sealed record PlatformRuntime(
    string Version, string VersionArn, string FunctionName, string FunctionVersion, string InstanceId, long MaxMemoryBytes)
{
    internal string Text => $"Runtime Version: {Version}\tRuntime Version ARN: {VersionArn}";

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteString("runtimeVersion", Version);
        json.WriteString("runtimeVersionArn", VersionArn);
        json.WriteString("functionName", FunctionName);
        json.WriteString("functionVersion", FunctionVersion);
        json.WriteString("instanceId", InstanceId);
        json.WriteNumber("instanceMaxMemory", MaxMemoryBytes);
    }
}
