using System.Security.Cryptography;
using System.Text;
using Goldcrest.Server.Disk;

namespace Goldcrest.Server.Secrets;

/// <summary>
/// Seals what must not lie readable in the database: AES-256-GCM under a key of this data directory, kept in a file that only the server's user
/// may read. Whoever has the database alone learns nothing; whoever has the whole directory has the key too.
/// </summary>
/// <remarks>Source: docs/contracts/functions.md#environment.</remarks>
internal sealed class SecretBox
{
    public const string FileName = "data-key";

    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] _key;

    /// <summary>Reads the key, or makes it when there is none.</summary>
    /// <param name="directory">Made when absent.</param>
    /// <exception cref="InvalidDataException">The file holds no key. It is left as it is: another key could open nothing that was sealed.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public SecretBox(string directory)
    {
        Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            DurableFiles.WriteOnce(directory, FileName, RandomNumberGenerator.GetBytes(KeyBytes), OwnerOnly);
        }

        File.SetUnixFileMode(path, OwnerOnly);
        _key = File.ReadAllBytes(path);
        if (_key.Length != KeyBytes)
        {
            throw new InvalidDataException(
                $"The key in '{path}' cannot be read. Put the file back from a backup; without it the environment variables of all functions are lost.");
        }
    }

    /// <param name="text">Anything.</param>
    /// <param name="owner">What the text belongs to; <see cref="Open"/> wants the same, so that nothing sealed can be moved to another owner.</param>
    /// <returns>Base64; different at every call.</returns>
    public string Seal(string text, string owner)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Encrypt(
            nonce, plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(owner));
        return Convert.ToBase64String(sealedBytes);
    }

    /// <exception cref="InvalidDataException">It was not sealed here for this owner, or was changed since.</exception>
    public string Open(string sealedText, string owner)
    {
        try
        {
            var bytes = Convert.FromBase64String(sealedText);
            var plain = new byte[Math.Max(0, bytes.Length - NonceBytes - TagBytes)];
            using var cipher = new AesGcm(_key, TagBytes);
            cipher.Decrypt(
                bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(owner));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception broken) when (broken is FormatException or CryptographicException or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException(
                $"What is stored for {owner} cannot be opened with the key of this data directory; was the file '{FileName}' replaced?", broken);
        }
    }
}
