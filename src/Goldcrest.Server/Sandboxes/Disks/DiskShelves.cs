namespace Goldcrest.Server.Sandboxes.Disks;

/// <summary>The shelves of the sizes that were asked for last. There are thousands of sizes, and each costs mounted disks and memory.</summary>
/// <param name="most">Of how many sizes one is kept.</param>
internal sealed class DiskShelves(int most)
{
    private readonly Lock _lock = new();
    private readonly List<DiskShelf> _latestFirst = [];

    /// <returns>The shelf for a size, and the one that had to make room for it; whoever called closes that.</returns>
    public (DiskShelf Shelf, DiskShelf? Left) Use(int sizeMiB)
    {
        lock (_lock)
        {
            var shelf = _latestFirst.Find(shelf => shelf.SizeMiB == sizeMiB) ?? new DiskShelf(sizeMiB);
            _latestFirst.Remove(shelf);
            _latestFirst.Insert(0, shelf);
            return (shelf, _latestFirst.Count > most ? TakeLastLocked() : null);
        }
    }

    /// <returns>All that there were; none is kept.</returns>
    public IReadOnlyList<DiskShelf> Clear()
    {
        lock (_lock)
        {
            DiskShelf[] all = [.. _latestFirst];
            _latestFirst.Clear();
            return all;
        }
    }

    private DiskShelf TakeLastLocked()
    {
        var last = _latestFirst[^1];
        _latestFirst.RemoveAt(_latestFirst.Count - 1);
        return last;
    }
}
