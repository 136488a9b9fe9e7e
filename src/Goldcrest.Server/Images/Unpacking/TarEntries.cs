using System.Globalization;
using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Unpacking;

/// <summary>
/// The entries of one tar archive, one after the other. The base library's reader takes as much memory as an entry of attributes asks for; this one takes what
/// it was given.
/// </summary>
/// <param name="budget">Counts every byte and entry, and throws when it is too much.</param>
internal sealed class TarEntries(Stream stream, UnpackBudget budget)
{
    /// <summary>Of all names and attributes before one entry; real ones have some hundred bytes.</summary>
    private const int MaxAttributeBytes = 1024 * 1024;

    private const string HolesPrefix = "GNU.sparse.";

    /// <summary>What is asked for later; the rest, such as extended attributes, need not be kept.</summary>
    private static readonly HashSet<string> Kept = ["path", "linkpath", "size"];

    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _start;
    private int _end;
    private long _left;
    private int _padding;

    /// <summary>The next entry; what was not read of the one before is passed over.</summary>
    /// <returns>Null at the archive's end.</returns>
    /// <exception cref="ImageException">It is no tar archive, or too much of one.</exception>
    public async ValueTask<TarHeader?> NextAsync(CancellationToken cancellationToken)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var room = (long)MaxAttributeBytes;
        while (true)
        {
            await SkipAsync(cancellationToken);
            if (!await FillAsync(TarHeader.BlockBytes, cancellationToken) || TarHeader.IsEnd(Block))
            {
                return null;
            }

            var header = TarHeader.TryRead(Block) ?? throw Broken("a header makes no sense");
            _start += TarHeader.BlockBytes;
            budget.TakeEntry();
            if (header.Kind is TarEntryKind.Attributes or TarEntryKind.GlobalAttributes or TarEntryKind.LongName or TarEntryKind.LongTarget)
            {
                if ((room -= header.Bytes) < 0)
                {
                    throw Broken("an entry's attributes have no end");
                }

                Begin(header.Bytes);
                await NoteAsync(header.Kind, attributes, cancellationToken);
                continue;
            }

            var entry = Merge(header, attributes);
            Begin(entry.Kind == TarEntryKind.File ? entry.Bytes : 0);
            return entry;
        }
    }

    /// <summary>A piece of the current entry's content.</summary>
    /// <returns>Empty at its end. Good until the next call.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_left == 0)
        {
            return default;
        }

        if (_start == _end && !await FillAsync(1, cancellationToken))
        {
            throw Broken("it ends in the middle of an entry");
        }

        var count = (int)Math.Min(_left, _end - _start);
        var piece = _buffer.AsMemory(_start, count);
        (_start, _left) = (_start + count, _left - count);
        return piece;
    }

    /// <summary>What follows the last entry, to its end: it must be counted and hashed too.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        do
        {
            _start = _end = 0;
        }
        while (await FillAsync(1, cancellationToken));
    }

    private ReadOnlySpan<byte> Block => _buffer.AsSpan(_start, TarHeader.BlockBytes);

    private static ImageException Broken(string what) => new(ImageFailure.Reason.Broken, $"a layer is no tar archive: {what}");

    private void Begin(long bytes)
    {
        _left = bytes;
        _padding = (int)(-bytes & (TarHeader.BlockBytes - 1));
    }

    private async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        while (_left > 0)
        {
            await ReadAsync(cancellationToken);
        }

        if (_padding > 0 && !await FillAsync(_padding, cancellationToken))
        {
            // Some tools leave out what would fill up the last block.
            _start = _end;
        }
        else
        {
            _start += _padding;
        }

        _padding = 0;
    }

    private async Task NoteAsync(TarEntryKind kind, Dictionary<string, string> attributes, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        while (await ReadAsync(cancellationToken) is { IsEmpty: false } piece)
        {
            content.Write(piece.Span);
        }

        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        if (kind == TarEntryKind.LongName)
        {
            attributes["path"] = TarHeader.TryText(bytes) ?? throw Broken("a name is not UTF-8");
        }
        else if (kind == TarEntryKind.LongTarget)
        {
            attributes["linkpath"] = TarHeader.TryText(bytes) ?? throw Broken("a link's target is not UTF-8");
        }
        else if (PaxRecords.TryRead(bytes) is not { } facts)
        {
            throw Broken("an entry's attributes make no sense");
        }
        else if (kind == TarEntryKind.Attributes)
        {
            foreach (var (key, value) in facts.Where(fact => Kept.Contains(fact.Key) || fact.Key.StartsWith(HolesPrefix, StringComparison.Ordinal)))
            {
                attributes[key] = value;
            }
        }
    }

    private static TarHeader Merge(TarHeader header, Dictionary<string, string> attributes)
    {
        if (attributes.Keys.Any(key => key.StartsWith(HolesPrefix, StringComparison.Ordinal)))
        {
            throw Broken("files with holes are not understood");
        }

        var bytes = header.Bytes;
        if (attributes.TryGetValue("size", out var size) && (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out bytes) || bytes < 0))
        {
            throw Broken("a size is no number");
        }

        var name = attributes.GetValueOrDefault("path", header.Name);
        return header with
        {
            Name = name,
            LinkTarget = attributes.GetValueOrDefault("linkpath", header.LinkTarget),
            Bytes = bytes,
            Kind = header.Kind == TarEntryKind.File && name.EndsWith('/') ? TarEntryKind.Directory : header.Kind,
        };
    }

    /// <returns>False when the stream ends before there are so many bytes.</returns>
    private async ValueTask<bool> FillAsync(int wanted, CancellationToken cancellationToken)
    {
        if (_end - _start >= wanted)
        {
            return true;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_end, _start) = (_end - _start, 0);
        while (_end < wanted)
        {
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (count == 0)
            {
                return false;
            }

            budget.TakeBytes(count);
            _end += count;
        }

        return true;
    }
}
