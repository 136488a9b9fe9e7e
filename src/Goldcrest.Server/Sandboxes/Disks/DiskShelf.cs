using System.Collections.Concurrent;

namespace Goldcrest.Server.Sandboxes.Disks;

/// <summary>What is kept for disks of one size: the template that they are stamped from, and some that are ready.</summary>
internal sealed class DiskShelf(int sizeMiB)
{
    private readonly Lock _lock = new();
    private Task<DiskTemplate>? _template;
    private Task _filling = Task.CompletedTask;
    private bool _isClosed;

    public int SizeMiB => sizeMiB;

    public ConcurrentQueue<TmpDisk> Ready { get; } = new();

    /// <summary>Made when first asked for. One that could not be made is not kept: the data disk may have been full only for a while.</summary>
    public Task<DiskTemplate> TemplateAsync(Func<Task<DiskTemplate>> make)
    {
        lock (_lock)
        {
            return _template = _template is { IsFaulted: false, IsCanceled: false } ? _template : make();
        }
    }

    /// <summary>Begins to fill the shelf, unless somebody is at it or it is closed.</summary>
    public void Fill(Func<Task> fill)
    {
        lock (_lock)
        {
            if (!_isClosed && _filling.IsCompleted)
            {
                _filling = Task.Run(fill);
            }
        }
    }

    /// <summary>Takes away what is ready, and sees to it that nothing is made ahead any more. Who has the shelf may go on to make disks.</summary>
    public async Task CloseAsync()
    {
        Task filling;
        lock (_lock)
        {
            _isClosed = true;
            filling = _filling;
        }

        await filling;
        while (Ready.TryDequeue(out var disk))
        {
            await disk.DisposeAsync();
        }
    }
}
