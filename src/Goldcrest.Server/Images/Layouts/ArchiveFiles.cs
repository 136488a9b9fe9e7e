using Goldcrest.Core.Images;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Images.Layouts;

/// <summary>A layout in a tar archive, of which only the headers are read at first.</summary>
internal sealed class ArchiveFiles : ILayoutFiles
{
    /// <summary>A layout has a handful of files for each layer.</summary>
    private const int MostEntries = 100_000;

    private readonly SafeFileHandle _archive;
    private readonly Dictionary<string, (long Start, long Bytes)> _files = new(StringComparer.Ordinal);

    private ArchiveFiles(SafeFileHandle archive) => _archive = archive;

    /// <exception cref="ImageException">It is no tar archive.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ArchiveFiles Read(string path)
    {
        var archive = new ArchiveFiles(File.OpenHandle(path));
        try
        {
            archive.ReadHeaders(path);
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public Stream? Open(string name) => _files.TryGetValue(name, out var place) ? new Slice(_archive, place.Start, place.Bytes) : null;

    public void Dispose() => _archive.Dispose();

    private void ReadHeaders(string path)
    {
        Span<byte> block = stackalloc byte[TarHeader.BlockBytes];
        var (at, links, count) = (0L, new List<(string Name, string Target)>(), 0);
        while (RandomAccess.Read(_archive, block, at) == block.Length && !TarHeader.IsEnd(block))
        {
            if (TarHeader.TryRead(block) is not { } header || ++count > MostEntries)
            {
                throw new ImageException(ImageFailure.Reason.Broken, $"'{path}' is no archive of an image");
            }

            at += block.Length;
            var name = LayerPath.TryClean(header.Name) ?? "";
            if (header.Kind == TarEntryKind.File)
            {
                _files[name] = (at, header.Bytes);
            }
            else if (header.Kind is TarEntryKind.SymbolicLink or TarEntryKind.HardLink)
            {
                links.Add((name, TargetOf(header, name)));
            }

            at += (header.Bytes + TarHeader.BlockBytes - 1) / TarHeader.BlockBytes * TarHeader.BlockBytes;
        }

        // Archives of Docker name equal layers once.
        foreach (var (name, target) in links)
        {
            if (_files.TryGetValue(target, out var place))
            {
                _files.TryAdd(name, place);
            }
        }
    }

    private static string TargetOf(TarHeader link, string name) => link.Kind == TarEntryKind.HardLink
        ? LayerPath.TryClean(link.LinkTarget) ?? ""
        : Path.GetFullPath(Path.Join("/", LayerPath.Split(name).Folder, link.LinkTarget))[1..];

    /// <summary>A part of the archive, read by position: many may be open at once.</summary>
    private sealed class Slice(SafeFileHandle archive, long start, long bytes) : ForwardStream
    {
        public override bool CanSeek => true;

        public override long Length => bytes;

        public override long Position { get; set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = RandomAccess.Read(archive, buffer.Span[..(int)Math.Min(buffer.Length, bytes - Position)], start + Position);
            Position += count;
            return ValueTask.FromResult(count);
        }
    }
}
