using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Goldcrest.Server.Disk;

namespace Goldcrest.Server.Identity;

/// <summary>The key pair of the node's owner, and the key that temporary credentials are derived from. Made once, kept in one file.</summary>
internal sealed record RootCredentials(string AccessKeyId, string Secret, byte[] SessionKey)
{
    public const string FileName = "root-credentials.json";

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly SearchValues<char> KeyIdLetters = SearchValues.Create(Base32);
    private static readonly SearchValues<char> SecretLetters = SearchValues.Create(Base64);

    public override string ToString() => AccessKeyId;

    /// <summary>Reads the file, or makes it when there is none. Of two servers that start at once, the first one's keys stand.</summary>
    /// <exception cref="InvalidDataException">The file cannot be understood. It is left as it is: new keys would lock out every client.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static RootCredentials LoadOrCreate(string directory)
    {
        Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            Create(directory);
        }

        // A copy put back from a backup may have come back readable by all.
        File.SetUnixFileMode(path, OwnerOnly);
        return Parse(File.ReadAllBytes(path))
            ?? throw new InvalidDataException(
                $"The root credentials in '{path}' cannot be read. Put the file back from a backup, or move it away to get new keys.");
    }

    /// <summary>A new access key id: the prefix and 16 characters of base32.</summary>
    public static string NewAccessKeyId(string prefix) => prefix + RandomNumberGenerator.GetString(Base32, 16);

    private static void Create(string directory)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["accessKeyId"] = NewAccessKeyId("AKIA"),
            ["secretAccessKey"] = RandomNumberGenerator.GetString(Base64, 40),
            ["sessionKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        });
        DurableFiles.WriteOnce(directory, FileName, content, OwnerOnly);
        if (Path.GetDirectoryName(directory) is { } parent)
        {
            DurableFiles.SyncDirectory(parent);
        }
    }

    private static RootCredentials? Parse(byte[] content)
    {
        try
        {
            var file = JsonSerializer.Deserialize<Dictionary<string, string>>(content);
            return file is not null
                && file.TryGetValue("accessKeyId", out var id) && id is { Length: 20 } && !id.AsSpan(4).ContainsAnyExcept(KeyIdLetters)
                && file.TryGetValue("secretAccessKey", out var secret) && secret is { Length: 40 } && !secret.AsSpan().ContainsAnyExcept(SecretLetters)
                && file.TryGetValue("sessionKey", out var text) && text is not null
                && Convert.FromBase64String(text) is { Length: 32 } sessionKey
                ? new RootCredentials(id, secret, sessionKey)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
