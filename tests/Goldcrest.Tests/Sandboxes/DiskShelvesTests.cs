using Goldcrest.Server.Sandboxes.Disks;

namespace Goldcrest.Tests.Sandboxes;

public sealed class DiskShelvesTests
{
    [Fact]
    public void The_size_that_was_not_asked_for_longest_makes_room()
    {
        var shelves = new DiskShelves(most: 2);
        var (usual, _) = shelves.Use(512);
        shelves.Use(600);
        var (same, none) = shelves.Use(512);

        var (_, left) = shelves.Use(700);

        Assert.Same(usual, same);
        Assert.Null(none);
        Assert.Equal(600, left!.SizeMiB);
        Assert.Equal([700, 512], shelves.Clear().Select(shelf => shelf.SizeMiB));
    }

    [Fact]
    public async Task A_template_is_made_once_unless_it_could_not_be_made()
    {
        var shelf = new DiskShelf(512);
        var never = new TaskCompletionSource<DiskTemplate>();
        var calls = 0;

        var failed = await Record.ExceptionAsync(() => shelf.TemplateAsync(() => Task.FromException<DiskTemplate>(new IOException("no space left"))));
        var made = shelf.TemplateAsync(Make);
        var again = shelf.TemplateAsync(Make);

        Assert.IsType<IOException>(failed);
        Assert.Same(made, again);
        Assert.Equal(1, calls);

        Task<DiskTemplate> Make()
        {
            calls++;
            return never.Task;
        }
    }

    [Fact]
    public async Task A_shelf_that_was_closed_is_not_filled_again()
    {
        var shelf = new DiskShelf(512);
        var filled = new TaskCompletionSource();
        var fills = 0;
        shelf.Fill(() => filled.Task);
        var closing = shelf.CloseAsync();

        Assert.False(closing.IsCompleted);
        filled.SetResult();
        await closing;
        shelf.Fill(() => Task.FromResult(fills++));
        await shelf.CloseAsync();

        Assert.Equal(0, fills);
    }
}
