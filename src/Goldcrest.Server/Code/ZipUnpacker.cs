using System.Buffers;
using Goldcrest.Core.Code;

namespace Goldcrest.Server.Code;

/// <summary>
/// Unpacks one zip into a directory that nobody else touches yet. Sizes are counted and checksums made from what really comes out.
/// Links are made last, and no entry lies below one, so nothing is ever written through a link.
/// </summary>
internal sealed class ZipUnpacker(ReadOnlyMemory<byte> zip, string directory, CodeLimits limits)
{
    private const int BufferBytes = 128 * 1024;
    private const UnixFileMode DirectoryBits = (UnixFileMode)0b111_101_101;

    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private long _unzipped;

    /// <param name="entries">From <see cref="ZipDirectory"/>, of the same zip.</param>
    /// <param name="cancellationToken">Looked at before every entry.</param>
    /// <returns>Null when the tree is whole; otherwise the directory holds rubbish that the caller removes.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public CodeRefusal? Unpack(IReadOnlyList<ZipEntry> entries, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            return UnpackAll(entries, buffer, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // The inflater's word for damaged content.
            return CodeRefusal.ContentDamaged;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private CodeRefusal? UnpackAll(IReadOnlyList<ZipEntry> entries, byte[] buffer, CancellationToken cancellationToken)
    {
        var links = new List<(string Path, string Target)>();
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var refusal = entry.Kind switch
            {
                ZipEntryKind.Directory => MakeDirectory(entry.Path),
                ZipEntryKind.SymbolicLink => ReadLink(entry, buffer, links),
                _ => WriteFile(entry, buffer, cancellationToken),
            };
            if (refusal is not null)
            {
                return refusal;
            }
        }

        foreach (var (path, target) in links)
        {
            MakeParent(path);
            File.CreateSymbolicLink(Path.Combine(directory, path), target);
        }

        return null;
    }

    private CodeRefusal? WriteFile(ZipEntry entry, byte[] buffer, CancellationToken cancellationToken)
    {
        MakeParent(entry.Path);
        using var file = File.OpenHandle(
            Path.Combine(directory, entry.Path), FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, preallocationSize: 0);
        using var content = entry.Open(zip);
        var (written, crc) = (0L, 0u);
        int count;
        while ((count = content.Read(buffer, 0, buffer.Length)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Count(entry, written, count) is { } refusal)
            {
                return refusal;
            }

            RandomAccess.Write(file, buffer.AsSpan(0, count), written);
            crc = Crc32.Append(crc, buffer.AsSpan(0, count));
            written += count;
        }

        // Last: a zip may forbid writing to its own file.
        File.SetUnixFileMode(file, entry.Mode);
        return written == entry.Size && crc == entry.Crc ? null : CodeRefusal.ContentDamaged;
    }

    private CodeRefusal? ReadLink(ZipEntry entry, byte[] buffer, List<(string Path, string Target)> links)
    {
        if (entry.Size > EntryName.MaxBytes)
        {
            return CodeRefusal.BadLink;
        }

        using var content = entry.Open(zip);
        var count = content.ReadAtLeast(buffer.AsSpan(0, EntryName.MaxBytes + 1), EntryName.MaxBytes + 1, throwOnEndOfStream: false);
        if (Count(entry, 0, count) is { } refusal)
        {
            return refusal;
        }

        var text = buffer.AsSpan(0, count);
        if (count != entry.Size || Crc32.Append(0, text) != entry.Crc)
        {
            return CodeRefusal.ContentDamaged;
        }

        if (EntryName.TryTarget(entry.Path, text) is not { } target)
        {
            return CodeRefusal.BadLink;
        }

        links.Add((entry.Path, target));
        return null;
    }

    private CodeRefusal? Count(ZipEntry entry, long before, int count)
    {
        _unzipped += count;
        if (_unzipped > limits.MaxUnzippedBytes)
        {
            return CodeRefusal.UnzippedTooLarge;
        }

        return before + count > entry.Size ? CodeRefusal.ContentDamaged : null;
    }

    private CodeRefusal? MakeDirectory(string path)
    {
        MakeParent(path + "/");
        return null;
    }

    private void MakeParent(string path)
    {
        // Names come grouped by folder, so the whole parent is nearly always known already.
        var end = path.LastIndexOf('/');
        if (end < 0 || _made.Contains(path[..end]))
        {
            return;
        }

        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (_made.Add(path[..slash]))
            {
                var full = Path.Combine(directory, path[..slash]);
                Directory.CreateDirectory(full);
                File.SetUnixFileMode(full, DirectoryBits);
            }
        }
    }
}
