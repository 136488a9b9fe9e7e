using System.Text.Json;
using Amazon.Lambda.Core;

namespace Goldcrest.DotnetRuntime;

/// <summary>What the caller said of its device and of itself.</summary>
internal sealed class ClientContextData(JsonElement json) : IClientContext, IClientApplication
{
    private readonly Dictionary<string, string> _client = Read(json, "client");

    public IDictionary<string, string> Environment { get; } = Read(json, "env");

    public IDictionary<string, string> Custom { get; } = Read(json, "custom");

    public IClientApplication Client => this;

    public string AppPackageName => _client.GetValueOrDefault("app_package_name")!;

    public string AppTitle => _client.GetValueOrDefault("app_title")!;

    public string AppVersionCode => _client.GetValueOrDefault("app_version_code")!;

    public string AppVersionName => _client.GetValueOrDefault("app_version_name")!;

    public string InstallationId => _client.GetValueOrDefault("installation_id")!;

    /// <summary>Values that are no text are kept as their JSON.</summary>
    private static Dictionary<string, string> Read(JsonElement json, string name) =>
        json.TryGetProperty(name, out var members) && members.ValueKind == JsonValueKind.Object
            ? members.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString())
            : [];
}
