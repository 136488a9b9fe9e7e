using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Disks;

/// <summary>Layers merged into one directory of hard links, where nothing may be mounted. A later layer wins.</summary>
internal static class LinkedLayers
{
    /// <param name="target">Made here; on the same file system as the layers.</param>
    public static void Make(IReadOnlyList<string> layers, string target)
    {
        foreach (var layer in layers)
        {
            Merge(new DirectoryInfo(layer), target);
        }
    }

    private static void Merge(DirectoryInfo layer, string target)
    {
        if (File.Exists(target) || new FileInfo(target).LinkTarget is not null)
        {
            File.Delete(target);
        }

        Directory.CreateDirectory(target);
        foreach (var entry in layer.EnumerateFileSystemInfos())
        {
            var place = Path.Combine(target, entry.Name);
            if (entry is DirectoryInfo { LinkTarget: null } below)
            {
                Merge(below, place);
            }
            else
            {
                Replace(entry, place);
            }
        }
    }

    private static void Replace(FileSystemInfo entry, string place)
    {
        if (Directory.Exists(place) && new DirectoryInfo(place).LinkTarget is null)
        {
            Directory.Delete(place, recursive: true);
        }
        else
        {
            File.Delete(place);
        }

        if (Libc.Link(entry.FullName, place) != 0)
        {
            throw new IOException($"could not link {entry.FullName} into the merged layers");
        }
    }
}
