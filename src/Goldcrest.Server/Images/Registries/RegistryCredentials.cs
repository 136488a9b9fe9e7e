using System.Text;
using System.Text.Json;

namespace Goldcrest.Server.Images.Registries;

/// <summary>Names and passwords of private registries, out of a docker-style config.json, which is read anew for every image.</summary>
/// <remarks>Source: docs/contracts/images.md#credentials.</remarks>
internal sealed class RegistryCredentials(string file)
{
    private static readonly string[] DockerHubNames = ["https://index.docker.io/v1/", "index.docker.io", "docker.io"];

    /// <param name="authority">Host, or host and port.</param>
    /// <returns>What stands behind "Basic"; null when there is nothing for this registry.</returns>
    /// <exception cref="ImageException">The file cannot be read, or is no such file. Says nothing of its content.</exception>
    public string? Find(string authority)
    {
        try
        {
            if (!File.Exists(file))
            {
                return null;
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (!document.RootElement.TryGetProperty("auths", out var auths))
            {
                return null;
            }

            string[] names = [authority, $"https://{authority}", $"http://{authority}", $"https://{authority}/v2/", .. authority == "registry-1.docker.io" ? DockerHubNames : []];
            var found = names.FirstOrDefault(name => auths.TryGetProperty(name, out _));
            return found is null ? null : Read(auths.GetProperty(found));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ImageException(Core.Images.ImageFailure.Reason.Denied, $"the credentials in '{file}' cannot be read ({unreadable.GetType().Name})");
        }
    }

    private static string? Read(JsonElement auth) => auth.TryGetProperty("auth", out var joined) && joined.GetString() is { Length: > 0 } basic
        ? basic
        : auth.TryGetProperty("username", out var name) && auth.TryGetProperty("password", out var password)
            ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name.GetString()}:{password.GetString()}"))
            : null;
}
