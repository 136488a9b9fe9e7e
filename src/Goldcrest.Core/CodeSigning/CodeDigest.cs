using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using Goldcrest.Core.Code;

namespace Goldcrest.Core.CodeSigning;

/// <summary>What a signature of a zip covers: names and contents in the zip's order, not times, modes or compression.</summary>
/// <remarks>
/// Source: docs/contracts/code-signing.md#signature. The format sets no marks between names and contents, so bytes can move between a name
/// and its content under one signature; it is AWS's format and ours to read, not to mend.
/// </remarks>
public static class CodeDigest
{
    public const string SignatureFolder = "META_INF/";
    public const string SignaturePath = "META_INF/aws_signer_signature_v1.0.SF";

    private const int BufferBytes = 64 * 1024;

    private static readonly byte[] SignatureName = Encoding.ASCII.GetBytes(SignaturePath);

    /// <summary>Whether this is the entry that holds the signature.</summary>
    public static bool IsSignature(ZipEntry entry, ReadOnlySpan<byte> zip) => Name(entry, zip).SequenceEqual(SignatureName);

    /// <param name="zip">A whole zip.</param>
    /// <param name="entries">
    /// As <see cref="ZipDirectory"/> found them, because it is they that are unpacked: what another reader would find in the same bytes could be
    /// something else.
    /// </param>
    /// <returns>48 bytes, SHA-384: the content that is signed.</returns>
    /// <exception cref="InvalidDataException">The zip is damaged, or a name is not UTF-8.</exception>
    public static byte[] Compute(byte[] zip, IEnumerable<ZipEntry> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA384);
        var buffer = new byte[BufferBytes];
        foreach (var entry in entries.Where(entry => !IsSignature(entry, zip)))
        {
            var name = Name(entry, zip);
            if (!Utf8.IsValid(name))
            {
                throw new InvalidDataException("A name is not UTF-8.");
            }

            hash.AppendData(name);
            Append(hash, entry, zip, buffer);
        }

        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, ZipEntry entry, byte[] zip, byte[] buffer)
    {
        using var content = entry.Open(zip);
        var (bytes, crc) = (0L, 0u);
        int count;
        while (bytes <= entry.Size && (count = content.Read(buffer)) > 0)
        {
            bytes += count;
            crc = Crc32.Append(crc, buffer.AsSpan(0, count));
            hash.AppendData(buffer, 0, count);
        }

        if (bytes != entry.Size || crc != entry.Crc)
        {
            throw new InvalidDataException($"The content of {entry.Path} is damaged.");
        }
    }

    private static ReadOnlySpan<byte> Name(ZipEntry entry, ReadOnlySpan<byte> zip) => zip.Slice(entry.NameStart, entry.NameLength);
}
