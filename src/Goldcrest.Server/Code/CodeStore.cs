using System.Collections.Concurrent;
using System.Security.Cryptography;
using Goldcrest.Core.Code;
using Goldcrest.Server.Disk;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Code;

/// <summary>
/// Zips of functions and layers, each kept once under its SHA-256, and the trees they unpack to. A zip in the store has been unpacked
/// once, so it is whole and within the limits. Trees are a cache: any may vanish at a restart of the machine and is made again.
/// </summary>
/// <remarks>Source: docs/contracts/code-archives.md, docs/adr/0004-code-is-stored-by-its-hash.md.</remarks>
internal sealed partial class CodeStore : ICodeKeeper, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OpenDirectory = (UnixFileMode)0b111_101_101;

    private readonly CodeStoreOptions _options;
    private readonly CodePlaces _places;
    private readonly ILogger<CodeStore> _logger;
    private readonly CodePins _pins;
    private readonly SemaphoreSlim _collecting = new(1);
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _unpacking = new(StringComparer.Ordinal);

    /// <summary>Opens the store and removes what an earlier run left half done.</summary>
    /// <param name="options">Where, and how much.</param>
    /// <param name="freed">Is given code when its last pin goes.</param>
    /// <param name="logger">Told why a zip was refused.</param>
    /// <exception cref="IOException">The directory cannot be made or cleaned.</exception>
    public CodeStore(CodeStoreOptions options, FreedCode freed, ILogger<CodeStore> logger)
    {
        (_options, _logger) = (options, logger);
        _pins = new CodePins(freed.Add);
        _places = new CodePlaces(options.Directory);
        _places.Prepare();
    }

    public void Dispose() => _collecting.Dispose();

    /// <summary>Checks and keeps a zip. When it returns Stored, the zip survives a power loss.</summary>
    /// <param name="zip">Must not change while this runs.</param>
    /// <param name="cancellationToken">Leaves nothing behind.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<CodeIntake> AddAsync(ReadOnlyMemory<byte> zip, CancellationToken cancellationToken)
    {
        if (zip.Length > _options.Limits.MaxZippedBytes)
        {
            LogRefused(CodeRefusal.ZippedTooLarge, zip.Length);
            return new CodeIntake.Refused(CodeRefusal.ZippedTooLarge);
        }

        return await Task.Run(() => Add(zip, cancellationToken), cancellationToken);
    }

    /// <summary>The tree that a stored zip unpacks to; unpacked at the first call, which later ones share.</summary>
    /// <param name="sha256Hex">Pinned or referenced for as long as the tree is used.</param>
    /// <param name="cancellationToken">Ends the waiting, not the unpacking.</param>
    /// <returns>An absolute directory, to be mounted read-only.</returns>
    /// <exception cref="FileNotFoundException">No such zip in the store.</exception>
    /// <exception cref="InvalidDataException">The zip on disk is not what was stored.</exception>
    public async Task<string> UnpackAsync(string sha256Hex, CancellationToken cancellationToken)
    {
        var tree = _places.Tree(sha256Hex);
        if (Directory.Exists(tree))
        {
            return tree;
        }

        var unpacking = _unpacking.GetOrAdd(sha256Hex, hash => new Lazy<Task<string>>(() => Task.Run(() => Unpack(hash), CancellationToken.None)));
        return await unpacking.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Opens a stored zip for reading; it can be read to its end even when it is collected meanwhile.</summary>
    /// <exception cref="FileNotFoundException">No such zip in the store.</exception>
    public FileStream OpenZip(string sha256Hex) => new(
        _places.Zip(sha256Hex), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);

    /// <summary>Keeps code from being collected until disposed. To be taken while a record still names the hash.</summary>
    public IDisposable Pin(string sha256Hex) => _pins.Add(sha256Hex);

    /// <summary>Removes every zip, and its tree, that is neither referenced nor pinned.</summary>
    /// <param name="isReferenced">Whether a durable record names the hash; asked once per zip, outside of any lock.</param>
    /// <param name="cancellationToken">Stops between two zips.</param>
    /// <returns>How many zips were removed.</returns>
    public Task<int> CollectAsync(Func<string, bool> isReferenced, CancellationToken cancellationToken) =>
        CollectAsync(_places.Hashes(), isReferenced, cancellationToken);

    /// <inheritdoc cref="CollectAsync(Func{string, bool}, CancellationToken)"/>
    /// <param name="hashes">Only these; those that are not in the store are left out.</param>
    public async Task<int> CollectAsync(IReadOnlyCollection<string> hashes, Func<string, bool> isReferenced, CancellationToken cancellationToken)
    {
        await _collecting.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => _pins.Collect(hashes, isReferenced, TryRemove, cancellationToken), cancellationToken);
        }
        finally
        {
            _collecting.Release();
        }
    }

    private CodeIntake Add(ReadOnlyMemory<byte> zip, CancellationToken cancellationToken)
    {
        var sha = SHA256.HashData(zip.Span);
        var hash = Convert.ToHexStringLower(sha);

        // Pinned before the look: from here on the collector leaves alone whatever is found.
        var pin = _pins.Add(hash);
        var stored = false;
        try
        {
            if (!File.Exists(_places.Zip(hash)))
            {
                using var draft = new CodeDraft(_places);
                if (Unpack(zip, draft.Tree, cancellationToken) is { } refusal)
                {
                    LogRefused(refusal, zip.Length);
                    return new CodeIntake.Refused(refusal);
                }

                DurableFiles.WriteNew(draft.Zip, zip.Span, OwnerOnly);
                File.Move(draft.Zip, _places.Zip(hash), overwrite: true);
                draft.KeepTree(_places.Tree(hash));
            }

            // Also when the zip was there already: another caller may have moved it there and not flushed yet.
            DurableFiles.SyncDirectory(_places.Root);
            stored = true;
            return new CodeIntake.Stored(hash, Convert.ToBase64String(sha), zip.Length, pin);
        }
        finally
        {
            if (!stored)
            {
                pin.Dispose();
            }
        }
    }

    private CodeRefusal? Unpack(ReadOnlyMemory<byte> zip, string directory, CancellationToken cancellationToken)
    {
        if (ZipDirectory.Read(zip.Span, _options.Limits, out var entries) is { } refusal)
        {
            return refusal;
        }

        Directory.CreateDirectory(directory);
        File.SetUnixFileMode(directory, OpenDirectory);
        return new ZipUnpacker(zip, directory, _options.Limits).Unpack(entries, cancellationToken);
    }

    private string Unpack(string hash)
    {
        try
        {
            var tree = _places.Tree(hash);
            if (Directory.Exists(tree))
            {
                return tree;
            }

            var zip = File.ReadAllBytes(_places.Zip(hash));
            using var draft = new CodeDraft(_places);
            if (Convert.ToHexStringLower(SHA256.HashData(zip)) != hash || Unpack(zip, draft.Tree, CancellationToken.None) is not null)
            {
                throw new InvalidDataException($"The zip '{_places.Zip(hash)}' is not what was stored: the disk may be failing.");
            }

            draft.KeepTree(tree);
            return tree;
        }
        finally
        {
            // Whoever comes later looks at the disk; after a failure, tries again.
            _unpacking.TryRemove(hash, out _);
        }
    }

    private bool TryRemove(string hash)
    {
        if (!File.Exists(_places.Zip(hash)))
        {
            return false;
        }

        using var draft = new CodeDraft(_places);
        var isGone = _pins.TryRemove(hash, () => draft.Take(hash));
        if (isGone)
        {
            LogCollected(hash);
        }

        return isGone;
    }
}
