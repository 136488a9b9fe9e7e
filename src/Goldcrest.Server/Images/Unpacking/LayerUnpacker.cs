using System.IO.Compression;
using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Unpacking;

/// <summary>Lays the layers of one image over each other, from the bottom up.</summary>
/// <remarks>Source: docs/contracts/images.md#layers.</remarks>
internal sealed class LayerUnpacker(ImageTree tree, UnpackBudget budget)
{
    /// <summary>Of a name that is told: it may have a million letters.</summary>
    private const int MaxShown = 200;

    private static readonly DateTimeOffset Oldest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Newest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="blob">Read to its end, and so verified.</param>
    /// <exception cref="ImageException">The layer is not what it says, or too much; the tree is worthless then.</exception>
    public async Task UnpackAsync(BlobStream blob, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = await DecompressAsync(blob, cancellationToken);
            var entries = new TarEntries(content, budget);
            var own = new LayerNames(budget.MaxEntries);
            while (await entries.NextAsync(cancellationToken) is { } entry)
            {
                await UnpackAsync(entry, entries, own, cancellationToken);
            }

            await entries.DrainAsync(cancellationToken);
            await blob.DrainAsync();
        }
        catch (InvalidDataException damaged)
        {
            throw new ImageException(ImageFailure.Reason.Broken, $"a layer is damaged: {damaged.Message}", damaged);
        }
    }

    /// <summary>By what the content begins with: media types are often wrong.</summary>
    private static async Task<Stream> DecompressAsync(BlobStream blob, CancellationToken cancellationToken)
    {
        var head = new byte[4];
        var count = await blob.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var whole = new PrefixedStream(head.AsMemory(0, count), blob);
        return head switch
        {
            [0x1F, 0x8B, ..] => new GZipStream(whole, CompressionMode.Decompress),
            [0x28, 0xB5, 0x2F, 0xFD] => new ZstdStream(whole),
            _ => whole,
        };
    }

    private async Task UnpackAsync(TarHeader entry, TarEntries entries, LayerNames own, CancellationToken cancellationToken)
    {
        var path = LayerPath.TryClean(entry.Name) ?? throw Unusable(entry.Name);
        var (folder, name) = LayerPath.Split(path);
        var whiteout = Whiteout.Of(name);
        switch (whiteout.Kind)
        {
            case Whiteout.Mark.Malicious:
                throw Unusable(entry.Name);
            case Whiteout.Mark.Opaque:
                tree.Empty(folder, own.Contains);
                return;
            case Whiteout.Mark.Hides:
                Hide(folder.Length == 0 ? whiteout.Hidden! : $"{folder}/{whiteout.Hidden}", own);
                return;
            case Whiteout.Mark.None:
                await MakeAsync(path, entry, entries, cancellationToken);
                own.Add(path);
                return;
        }
    }

    private static ImageException Unusable(string name) =>
        new(ImageFailure.Reason.Broken, $"a layer has an entry of a name that cannot be had: '{(name.Length > MaxShown ? $"{name[..MaxShown]}…" : name)}'");

    /// <summary>Of the layers below only: what this layer has of that name stays.</summary>
    private void Hide(string path, LayerNames own)
    {
        if (!own.Contains(path))
        {
            tree.Remove(path);
        }
    }

    private async Task MakeAsync(string path, TarHeader entry, TarEntries entries, CancellationToken cancellationToken)
    {
        switch (entry.Kind)
        {
            case TarEntryKind.Directory:
                tree.MakeDirectory(path, entry.Mode);
                break;
            case TarEntryKind.SymbolicLink:
                tree.MakeLink(path, Target(entry));
                break;
            case TarEntryKind.HardLink:
                tree.MakeSecondName(path, LayerPath.TryClean(entry.LinkTarget) is { Length: > 0 } first
                    ? first
                    : throw new ImageException(ImageFailure.Reason.Broken, $"'{path}' is to be a second name of '{entry.LinkTarget}'"));
                break;
            case TarEntryKind.File:
                await WriteAsync(path, entry, entries, cancellationToken);
                break;
            case TarEntryKind.Device:
                // Devices and pipes are left out: a sandbox has its own /dev, and pipes on a read-only root are of no use.
                break;
        }
    }

    private static string Target(TarHeader entry) => entry.LinkTarget.Length is > 0 and <= LayerPath.MaxBytes
        ? entry.LinkTarget
        : throw new ImageException(ImageFailure.Reason.Broken, $"the link '{entry.Name}' leads nowhere");

    private async Task WriteAsync(string path, TarHeader entry, TarEntries entries, CancellationToken cancellationToken)
    {
        using var file = tree.MakeFile(path);
        var written = 0L;
        while (await entries.ReadAsync(cancellationToken) is { IsEmpty: false } piece)
        {
            RandomAccess.Write(file, piece.Span, written);
            written += piece.Length;
        }

        // Interpreters compare the times of sources with what they compiled from them.
        var modified = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(entry.ModifiedSeconds, Oldest.ToUnixTimeSeconds(), Newest.ToUnixTimeSeconds()));
        File.SetLastWriteTimeUtc(file, modified.UtcDateTime);
        File.SetUnixFileMode(file, ImageTree.ModeOf(entry.Mode));
    }
}
