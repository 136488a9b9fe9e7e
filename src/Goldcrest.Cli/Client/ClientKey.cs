using System.Text.Json;
using Goldcrest.Core.Identity;

namespace Goldcrest.Cli.Client;

/// <summary>Where the key that signs a command's requests comes from.</summary>
internal static class ClientKey
{
    /// <summary>The key in the usual variables.</summary>
    /// <returns>Null when they do not hold both halves.</returns>
    public static SigningKeyPair? FindInEnvironment(Func<string, string?> environment) =>
        environment("AWS_ACCESS_KEY_ID") is { Length: > 0 } id && environment("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret
            ? new SigningKeyPair(id, secret, environment("AWS_SESSION_TOKEN") is { Length: > 0 } token ? token : null)
            : null;

    /// <summary>The root key that the first start of a server leaves in its data directory.</summary>
    /// <exception cref="CommandFailure">There is none, or this user may not read it.</exception>
    public static SigningKeyPair ReadRootKey(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "identity", "root-credentials.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new SigningKeyPair(
                document.RootElement.GetProperty("accessKeyId").GetString()!,
                document.RootElement.GetProperty("secretAccessKey").GetString()!);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure($"There is no root key in {dataDirectory} yet: start a server there first with {CommandLine.Name} up, or name its directory with --data.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandFailure($"{path} may not be read by this user: ask as the user who runs the server, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            throw new CommandFailure($"{path} is damaged ({e.Message}).");
        }
    }
}
