using System.Globalization;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Cgroups;

/// <summary>Makes, empties and removes groups in all trees at once.</summary>
internal static class CgroupSweep
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Removes a group and those below it.</summary>
    public static void Remove(CgroupLayout layout, string group)
    {
        foreach (var directory in layout.DirectoriesOf(group))
        {
            RemoveTree(directory);
        }
    }

    /// <summary>Makes a group for what will lie below it, so that no other server takes the common parent away meanwhile.</summary>
    public static void Reserve(CgroupLayout layout, string group)
    {
        foreach (var directory in layout.DirectoriesOf(group))
        {
            Directory.CreateDirectory(directory);
        }
    }

    /// <summary>Removes a group that others may be using.</summary>
    public static void RemoveIfEmpty(CgroupLayout layout, string group)
    {
        foreach (var directory in layout.DirectoriesOf(group).Where(Directory.Exists))
        {
            try
            {
                Directory.Delete(directory);
            }
            catch (IOException)
            {
                // Another server's groups lie below.
            }
        }
    }

    /// <summary>Kills until nothing is left in the group or below, frozen or not; never the caller's own process, whose threads it waits for.</summary>
    /// <exception cref="SandboxLaunchException">Something would not die within ten seconds.</exception>
    public static async Task KillAllAsync(CgroupLayout layout, string group, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (Processes(layout, group) is { Count: > 0 } processes)
        {
            // A start that is under way while its launcher ends has a thread of ours inside, for a moment: groups of version 1 then name our whole process.
            foreach (var process in processes.Where(process => process != Environment.ProcessId))
            {
                _ = Libc.Kill(process, Libc.SignalKill);
            }

            // A frozen process dies only when thawed; it was killed first, so that it does nothing more.
            ThawAll(layout, group);
            if (time.GetElapsedTime(start) > LongestWait)
            {
                throw new SandboxLaunchException($"processes {string.Join(", ", processes)} of {group} do not die");
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    /// <returns>The processes of a group and those below it.</returns>
    public static HashSet<int> Processes(CgroupLayout layout, string group) =>
    [
        .. layout.DirectoriesOf(group).Where(Directory.Exists)
            .SelectMany(directory => Directory.EnumerateFiles(directory, "cgroup.procs", SearchOption.AllDirectories))
            .SelectMany(File.ReadAllLines)
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture)),
    ];

    private static void ThawAll(CgroupLayout layout, string group)
    {
        var (file, thawed) = layout.IsVersion2 ? ("cgroup.freeze", "0") : ("freezer.state", "THAWED");
        foreach (var directory in layout.DirectoriesOf(group).Where(Directory.Exists))
        {
            foreach (var state in Directory.EnumerateFiles(directory, file, SearchOption.AllDirectories))
            {
                File.WriteAllText(state, thawed);
            }
        }
    }

    private static void RemoveTree(string directory)
    {
        try
        {
            foreach (var below in Directory.GetDirectories(directory))
            {
                RemoveTree(below);
            }

            Directory.Delete(directory);
        }
        catch (DirectoryNotFoundException)
        {
            // Never made, or gone meanwhile: the owner of a sandbox removes it too.
        }
    }
}
