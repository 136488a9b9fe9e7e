using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Goldcrest.Server.Identity;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>Where a program made for a snapshot fetches its role's keys: fresh ones at every request, so that they end with none of its invocations.</summary>
/// <param name="token">What a request must bring.</param>
/// <param name="issue">Makes keys.</param>
/// <remarks>Source: docs/contracts/runtime-api.md#credentials.</remarks>
internal sealed class RoleEndpoint(string token, Func<Credential> issue)
{
    public const string Path = "/2021-04-23/credentials";

    public string Token => token;

    /// <summary>An endpoint with a token that nobody can guess.</summary>
    public static RoleEndpoint Create(Func<Credential> issue) => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), issue);

    /// <param name="authorization">The header, as it came; null when there was none.</param>
    /// <returns>Null when the token is not the right one.</returns>
    public byte[]? Find(string? authorization)
    {
        if (authorization is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization), Encoding.UTF8.GetBytes(token)))
        {
            return null;
        }

        var keys = issue();
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["AccessKeyId"] = keys.AccessKeyId,
            ["SecretAccessKey"] = keys.Secret,
            ["Token"] = keys.SessionToken!,
            ["Expiration"] = keys.Expires!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        });
    }
}
