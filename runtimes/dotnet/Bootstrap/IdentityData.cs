using System.Text.Json;
using Amazon.Lambda.Core;

namespace Goldcrest.DotnetRuntime;

/// <summary>Who called through Amazon Cognito; empty when nobody did.</summary>
internal sealed class IdentityData(JsonElement json) : ICognitoIdentity
{
    public string IdentityId { get; } = Read(json, "cognitoIdentityId");

    public string IdentityPoolId { get; } = Read(json, "cognitoIdentityPoolId");

    private static string Read(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
