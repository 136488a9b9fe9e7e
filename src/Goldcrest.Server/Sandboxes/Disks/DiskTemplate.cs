using Goldcrest.Server.Sandboxes.Linux;
using Microsoft.Win32.SafeHandles;

namespace Goldcrest.Server.Sandboxes.Disks;

/// <summary>An empty ext4 file system of one size, kept as its few hundred KiB that are not zero, from which images are stamped.</summary>
internal sealed class DiskTemplate
{
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const long BytesPerMiB = 1_048_576;

    private readonly long _imageBytes;
    private readonly List<(long Offset, byte[] Bytes)> _extents;

    private DiskTemplate(long imageBytes, List<(long Offset, byte[] Bytes)> extents)
    {
        _imageBytes = imageBytes;
        _extents = extents;
    }

    /// <summary>Bytes of an image that gives a function the size it paid for: ext4's own tables come on top.</summary>
    public static long ImageBytes(int sizeMiB) => (sizeMiB * BytesPerMiB) + (sizeMiB * BytesPerMiB / 50) + (8 * BytesPerMiB);

    /// <exception cref="SandboxLaunchException">mkfs.ext4 is missing, failed or hung.</exception>
    /// <param name="path">Of a file that is there only while the template is made.</param>
    public static async Task<DiskTemplate> MakeAsync(HostPrograms host, string path, int sizeMiB)
    {
        using var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        var descriptor = (int)nowhere.DangerousGetHandle();
        try
        {
            await using (var image = File.Create(path))
            {
                image.SetLength(ImageBytes(sizeMiB));
            }

            // No journal: /tmp never outlives its sandbox. No reserved blocks: root never writes there.
            string[] command =
            [
                "/usr/sbin/mkfs.ext4", "-q", "-F", "-O", "^has_journal", "-E", "lazy_itable_init=1,nodiscard", "-m", "0", "-i", "32768", path,
            ];
            var exit = await host.RunAsync(command, [descriptor, descriptor, descriptor]);
            return exit.ExitCode == 0
                ? new DiskTemplate(ImageBytes(sizeMiB), ReadExtents(path))
                : throw new SandboxLaunchException($"mkfs.ext4 ended with {exit} on {path} (is the disk full? apt-get install e2fsprogs)");
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Stamp(string path)
    {
        using var image = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.SetLength(image, _imageBytes);
        foreach (var (offset, bytes) in _extents)
        {
            RandomAccess.Write(image, bytes, offset);
        }
    }

    private static List<(long Offset, byte[] Bytes)> ReadExtents(string path)
    {
        var extents = new List<(long, byte[])>();
        using SafeFileHandle image = File.OpenHandle(path);
        var descriptor = (int)image.DangerousGetHandle();
        for (var end = 0L; Libc.Seek(descriptor, end, SeekData) is >= 0 and var start;)
        {
            end = Libc.Seek(descriptor, start, SeekHole);
            var bytes = new byte[end - start];
            _ = RandomAccess.Read(image, bytes, start);
            extents.Add((start, bytes));
        }

        return extents;
    }
}
