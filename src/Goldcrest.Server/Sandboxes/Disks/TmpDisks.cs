using System.Collections.Concurrent;
using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes.Disks;

/// <summary>Makes disks for /tmp, and keeps a few of each size in use ready, because making one takes longer than a cold start should.</summary>
/// <param name="imageDirectory">On the data disk.</param>
/// <param name="mountDirectory">Where disks are mounted, in the server's own mount namespace.</param>
/// <param name="readyPerSize">How many are kept ahead.</param>
internal sealed partial class TmpDisks(
    EpollLoop loop, string imageDirectory, string mountDirectory, int readyPerSize, ILogger logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, Lazy<Task<DiskTemplate>>> _templates = new();
    private readonly ConcurrentDictionary<int, Shelf> _shelves = new();
    private readonly bool _hasLoopDevices = LoopDevice.HostHasThem;
    private long _lastNumber;
    private volatile bool _closed;

    /// <summary>False: /tmp lies in memory and counts against the function's limit.</summary>
    public bool OnDisk => _hasLoopDevices;

    /// <summary>A disk of at least this size, owned by nobody yet. The caller disposes of it.</summary>
    public async Task<TmpDisk> TakeAsync(int sizeMiB)
    {
        var shelf = _shelves.GetOrAdd(sizeMiB, size => new Shelf(size));
        var taken = shelf.Ready.TryDequeue(out var ready) ? ready : await MakeAsync(sizeMiB);
        Refill(shelf);
        return taken;
    }

    /// <summary>Fills the shelf for a size in the background.</summary>
    public void Prepare(int sizeMiB) => Refill(_shelves.GetOrAdd(sizeMiB, size => new Shelf(size)));

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        foreach (var shelf in _shelves.Values)
        {
            await shelf.Refilling;
            while (shelf.Ready.TryDequeue(out var disk))
            {
                await disk.DisposeAsync();
            }
        }
    }

    private void Refill(Shelf shelf)
    {
        lock (shelf)
        {
            if (!_closed && shelf.Refilling.IsCompleted && shelf.Ready.Count < readyPerSize)
            {
                shelf.Refilling = Task.Run(() => RefillAsync(shelf));
            }
        }
    }

    private async Task RefillAsync(Shelf shelf)
    {
        try
        {
            while (!_closed && shelf.Ready.Count < readyPerSize)
            {
                shelf.Ready.Enqueue(await MakeAsync(shelf.SizeMiB));
            }
        }
        catch (Exception fault) when (fault is SandboxLaunchException or IOException)
        {
            // Whoever needs a disk next makes one, and meets the fault where it can be told.
            LogNotReady(shelf.SizeMiB, fault.Message);
        }
    }

    private async Task<TmpDisk> MakeAsync(int sizeMiB)
    {
        var number = Interlocked.Increment(ref _lastNumber);
        var mountPoint = Path.Combine(mountDirectory, $"{number}");
        if (!_hasLoopDevices)
        {
            return TmpDisk.InMemory(sizeMiB, mountPoint);
        }

        var template = await TemplateAsync(sizeMiB);
        return await Task.Run(() => TmpDisk.OnImage(template, Path.Combine(imageDirectory, $"image-{number}"), mountPoint));
    }

    private async Task<DiskTemplate> TemplateAsync(int sizeMiB)
    {
        var made = _templates.GetOrAdd(sizeMiB, size => new Lazy<Task<DiskTemplate>>(() => DiskTemplate.MakeAsync(loop, imageDirectory, size)));
        try
        {
            return await made.Value;
        }
        catch (SandboxLaunchException)
        {
            // The next one tries again: the disk may have been full only for a while.
            _templates.TryRemove(KeyValuePair.Create(sizeMiB, made));
            throw;
        }
    }

    [LoggerMessage(3001, LogLevel.Warning, "No disk of {SizeMiB} MiB could be made ahead for /tmp: {Reason}")]
    private partial void LogNotReady(int sizeMiB, string reason);

    private sealed class Shelf(int sizeMiB)
    {
        public int SizeMiB => sizeMiB;

        public ConcurrentQueue<TmpDisk> Ready { get; } = new();

        public Task Refilling { get; set; } = Task.CompletedTask;
    }
}
