using Goldcrest.Server.Sandboxes.Disks;
using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

public sealed class TmpDisksTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _directory = Directory.CreateTempSubdirectory("goldcrest-disks-").FullName;
    private readonly EpollLoop _loop = new("disks");

    private string Images => Path.Combine(_directory, "images");

    private string Mounts => Path.Combine(_directory, "mounts");

    public void Dispose()
    {
        _loop.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Disks_are_kept_ready_for_the_sizes_that_were_asked_for_last()
    {
        Directory.CreateDirectory(Images);
        await using var disks = Make(ready: 1);

        for (var sizes = 1; sizes <= TmpDisks.MostSizes + 3; sizes++)
        {
            await (await disks.TakeAsync(512 + sizes)).DisposeAsync();

            // One of each size in use.
            await WaitForMountsAsync(Math.Min(sizes, TmpDisks.MostSizes));
        }

        await disks.DisposeAsync();
        Assert.Empty(Directory.EnumerateFileSystemEntries(Mounts));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Images));
    }

    [Fact]
    public async Task A_disk_that_could_not_be_made_can_be_when_its_reason_is_gone()
    {
        Assert.SkipUnless(LoopDevice.HostHasThem, "without loop devices there are no images");
        await using var disks = Make(ready: 0);
        await Assert.ThrowsAnyAsync<IOException>(() => disks.TakeAsync(512));

        Directory.CreateDirectory(Images);
        await using var disk = await disks.TakeAsync(512);

        Assert.True(Directory.Exists(disk.Path));
    }

    private TmpDisks Make(int ready) =>
        new(new HostPrograms(_loop, TimeProvider.System), Images, Mounts, ready, NullLogger.Instance);

    private async Task WaitForMountsAsync(int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (File.ReadLines("/proc/self/mounts").Count(line => line.Contains(Mounts, StringComparison.Ordinal)) != count)
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
