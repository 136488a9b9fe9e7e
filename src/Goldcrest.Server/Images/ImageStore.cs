using System.Collections.Concurrent;
using Goldcrest.Server.Code;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Images;

/// <summary>Images by their digest, each unpacked once and shared by every sandbox that runs it. What is named by nobody goes, like the code of zips.</summary>
/// <remarks>Source: docs/contracts/images.md#store, docs/adr/0010-images-are-fetched-and-unpacked-by-the-server.md.</remarks>
internal sealed partial class ImageStore : ICodeKeeper, IDisposable
{
    /// <summary>More would only share the same disk and line.</summary>
    private const int PullsAtOnce = 3;

    private readonly ImageFolder _folder;
    private readonly ILogger<ImageStore> _logger;
    private readonly CodePins _pins;
    private readonly SemaphoreSlim _collecting = new(1);
    private readonly SemaphoreSlim _turns = new(PullsAtOnce);
    private readonly CancellationTokenSource _closed = new();
    private readonly ConcurrentDictionary<string, Lazy<Task>> _pulls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, UnpackedImage> _known = new(StringComparer.Ordinal);

    /// <summary>Opens the store and removes what an earlier run left half done.</summary>
    /// <exception cref="IOException">The directory cannot be made or cleaned.</exception>
    public ImageStore(ImageOptions options, FreedCode freed, ILogger<ImageStore> logger)
    {
        _logger = logger;
        _pins = new CodePins(freed.Add);
        _folder = new ImageFolder(options.Directory, LogLeft);
        _folder.Prepare();
    }

    public void Dispose()
    {
        // Registered under two types, it is disposed of twice.
        if (!_closed.IsCancellationRequested)
        {
            _closed.Cancel();
        }

        _turns.Dispose();
        _collecting.Dispose();
    }

    /// <summary>Keeps an image from being collected until disposed, whether it is there already or comes meanwhile.</summary>
    public IDisposable Pin(string sha256Hex) => _pins.Add(sha256Hex);

    /// <returns>Null when it is not there.</returns>
    /// <param name="sha256Hex">Pinned or referenced for as long as the image is used.</param>
    public UnpackedImage? Find(string sha256Hex)
    {
        if (!_known.TryGetValue(sha256Hex, out var image) && _folder.Find(sha256Hex) is { } found)
        {
            image = _known.GetOrAdd(sha256Hex, found);
        }

        return image;
    }

    /// <summary>Fills a draft and keeps it, unless the image is there. Callers that want the same image share one filling.</summary>
    /// <param name="sha256Hex">Pinned or referenced.</param>
    /// <param name="fillAsync">Fills the draft; returns the image's configuration as it came.</param>
    /// <param name="cancellationToken">Ends the waiting, not the filling: others may wait too.</param>
    public async Task AddAsync(string sha256Hex, Func<ImageFolder.Draft, CancellationToken, Task<byte[]>> fillAsync, CancellationToken cancellationToken)
    {
        if (_folder.Find(sha256Hex) is not null)
        {
            return;
        }

        var pull = _pulls.GetOrAdd(sha256Hex, hash => new Lazy<Task>(() => Task.Run(() => FillAsync(hash, fillAsync, _closed.Token), CancellationToken.None)));
        await pull.Value.WaitAsync(cancellationToken);
    }

    public Task<int> CollectAsync(Func<string, bool> isReferenced, CancellationToken cancellationToken) =>
        CollectAsync(_folder.Hashes(), isReferenced, cancellationToken);

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

    private async Task FillAsync(string hash, Func<ImageFolder.Draft, CancellationToken, Task<byte[]>> fillAsync, CancellationToken cancellationToken)
    {
        try
        {
            await _turns.WaitAsync(cancellationToken);
            try
            {
                if (_folder.Find(hash) is null)
                {
                    using var draft = _folder.Begin();
                    draft.Keep(hash, await fillAsync(draft, cancellationToken));
                }
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            // Whoever comes later looks at the disk; after a failure, tries again.
            _pulls.TryRemove(hash, out _);
        }
    }

    private bool TryRemove(string hash)
    {
        if (!_folder.Contains(hash))
        {
            return false;
        }

        using var draft = _folder.Begin();
        var isGone = _pins.TryRemove(hash, () =>
        {
            _known.TryRemove(hash, out _);
            draft.Take(hash);
        });
        if (isGone)
        {
            LogCollected(hash);
        }

        return isGone;
    }
}
