namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>Holds, for the life of the process, the data directory's sandboxes and a region of user ids. The kernel lets go when the process dies.</summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _instance;
    private readonly FileStream _region;

    private InstanceLock(FileStream instance, FileStream region, int regionNumber)
    {
        _instance = instance;
        _region = region;
        Region = regionNumber;
    }

    /// <summary>0 to <see cref="UserIdSlots.Regions"/> - 1.</summary>
    public int Region { get; }

    /// <exception cref="SandboxLaunchException">Another server works with the same data directory, or 64 servers run on this host.</exception>
    public static InstanceLock Take(InstancePlaces places)
    {
        var instance = FindLock(places.Lock)
            ?? throw new SandboxLaunchException($"another server is using {Path.GetDirectoryName(places.Scratch)}");
        var regions = RegionsOf(places);
        Directory.CreateDirectory(regions);

        // Each instance prefers its own region, so that what a killed server left behind rarely shares ids with a living one.
        var preferred = Convert.ToInt32(places.Instance[..4], 16);
        for (var i = 0; i < UserIdSlots.Regions; i++)
        {
            var number = (preferred + i) % UserIdSlots.Regions;
            if (FindLock(Path.Combine(regions, $"{number}")) is { } region)
            {
                return new InstanceLock(instance, region, number);
            }
        }

        instance.Dispose();
        throw new SandboxLaunchException($"{UserIdSlots.Regions} servers run on this host, which is as many as can");
    }

    /// <summary>Whether any server of the host holds one.</summary>
    public static bool IsHeldByAnyone(InstancePlaces places) => Directory.EnumerateFiles(RegionsOf(places)).Any(file =>
    {
        using var free = FindLock(file);
        return free is null;
    });

    public void Dispose()
    {
        _region.Dispose();
        _instance.Dispose();
    }

    private static string RegionsOf(InstancePlaces places) => Path.Combine(places.Shared, "ids");

    private static FileStream? FindLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
