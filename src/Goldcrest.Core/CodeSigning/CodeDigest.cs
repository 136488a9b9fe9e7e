using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

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

    private const long MaxBytes = 262_144_000;
    private const int MaxEntries = 200_000;
    private const int BufferBytes = 64 * 1024;
    private const char Undecodable = '\ufffd';

    /// <param name="zip">Opened with UTF-8 names.</param>
    /// <returns>48 bytes, SHA-384: the content that is signed.</returns>
    /// <exception cref="InvalidDataException">The zip is damaged, too large, or ambiguous.</exception>
    public static byte[] Compute(ZipArchive zip)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA384);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var buffer = new byte[BufferBytes];
        var bytes = 0L;
        if (zip.Entries.Count > MaxEntries)
        {
            throw new InvalidDataException("The zip has too many entries to be signed.");
        }

        foreach (var entry in zip.Entries)
        {
            if (entry.FullName.Contains(Undecodable, StringComparison.Ordinal) || !seen.Add(entry.FullName))
            {
                throw new InvalidDataException("Two entries have one name, or a name is not UTF-8.");
            }

            if (entry.FullName == SignaturePath)
            {
                continue;
            }

            hash.AppendData(Encoding.UTF8.GetBytes(entry.FullName));
            using var content = entry.Open();
            int count;
            while ((count = content.Read(buffer)) > 0)
            {
                bytes += count;
                if (bytes > MaxBytes)
                {
                    throw new InvalidDataException("The zip unpacks to more than a function may have.");
                }

                hash.AppendData(buffer, 0, count);
            }
        }

        return hash.GetHashAndReset();
    }
}
