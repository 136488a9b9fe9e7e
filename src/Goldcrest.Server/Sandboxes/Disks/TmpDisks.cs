using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes.Disks;

/// <summary>Makes disks for /tmp, and keeps a few of each size in use ready, because making one takes longer than a cold start should.</summary>
/// <param name="imageDirectory">On the data disk.</param>
/// <param name="mountDirectory">Where disks are mounted, in the server's own mount namespace.</param>
/// <param name="readyPerSize">How many are kept ahead.</param>
internal sealed partial class TmpDisks(
    HostPrograms host, string imageDirectory, string mountDirectory, int readyPerSize, ILogger logger) : IAsyncDisposable
{
    /// <summary>Functions rarely have as many; a size that is asked for again after sixteen others costs what a new one costs.</summary>
    public const int MostSizes = 16;

    private readonly DiskShelves _shelves = new(MostSizes);
    private readonly Lock _lock = new();
    private readonly bool _hasLoopDevices = LoopDevice.HostHasThem;
    private Task _closing = Task.CompletedTask;
    private long _lastNumber;
    private volatile bool _closed;

    /// <summary>False: /tmp lies in memory and counts against the function's limit.</summary>
    public bool OnDisk => _hasLoopDevices;

    /// <summary>A disk of at least this size, owned by nobody yet. The caller disposes of it.</summary>
    /// <exception cref="SandboxLaunchException">It could not be made. The next call tries again.</exception>
    /// <exception cref="IOException">The same, where the data disk is at fault.</exception>
    public async Task<TmpDisk> TakeAsync(int sizeMiB)
    {
        var shelf = ShelfOf(sizeMiB);
        var taken = shelf.Ready.TryDequeue(out var ready) ? ready : await MakeAsync(shelf);
        Refill(shelf);
        return taken;
    }

    /// <summary>Fills the shelf for a size in the background.</summary>
    public void Prepare(int sizeMiB) => Refill(ShelfOf(sizeMiB));

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        foreach (var shelf in _shelves.Clear())
        {
            Close(shelf);
        }

        await _closing;
    }

    private DiskShelf ShelfOf(int sizeMiB)
    {
        var (shelf, left) = _shelves.Use(sizeMiB);
        if (left is not null)
        {
            Close(left);
        }

        return shelf;
    }

    /// <summary>In the background: it waits for disks that are being made, and whoever made it necessary does not.</summary>
    private void Close(DiskShelf shelf)
    {
        lock (_lock)
        {
            _closing = CloseAsync(shelf, after: _closing);
        }
    }

    private async Task CloseAsync(DiskShelf shelf, Task after)
    {
        await after;
        try
        {
            await shelf.CloseAsync();
        }
        catch (Exception fault) when (fault is SandboxLaunchException or IOException)
        {
            LogNotGone(shelf.SizeMiB, fault.Message);
        }
    }

    private void Refill(DiskShelf shelf)
    {
        if (!_closed && shelf.Ready.Count < readyPerSize)
        {
            shelf.Fill(() => FillAsync(shelf));
        }
    }

    private async Task FillAsync(DiskShelf shelf)
    {
        try
        {
            while (!_closed && shelf.Ready.Count < readyPerSize)
            {
                shelf.Ready.Enqueue(await MakeAsync(shelf));
            }
        }
        catch (Exception fault) when (fault is SandboxLaunchException or IOException)
        {
            // Whoever needs a disk next makes one, and meets the fault where it can be told.
            LogNotReady(shelf.SizeMiB, fault.Message);
        }
    }

    private async Task<TmpDisk> MakeAsync(DiskShelf shelf)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        var mountPoint = Path.Combine(mountDirectory, $"{number}");
        if (!_hasLoopDevices)
        {
            return TmpDisk.InMemory(shelf.SizeMiB, mountPoint);
        }

        var template = await shelf.TemplateAsync(() => DiskTemplate.MakeAsync(host, Path.Combine(imageDirectory, $"template-{number}"), shelf.SizeMiB));
        return await Task.Run(() => TmpDisk.OnImage(template, Path.Combine(imageDirectory, $"image-{number}"), mountPoint));
    }
}
