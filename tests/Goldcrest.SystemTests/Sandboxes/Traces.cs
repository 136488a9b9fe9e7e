using System.Diagnostics;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>What sandboxes of one data directory have left on the host.</summary>
internal static class Traces
{
    public static IReadOnlyList<string> Of(string dataDirectory)
    {
        var instance = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(dataDirectory)))[..12];
        var scratch = Path.Combine(dataDirectory, "scratch");
        return
        [
            .. Directory.GetDirectories("/sys/fs/cgroup").Select(tree => $"{tree}/goldcrest/{instance}").Where(Directory.Exists),
            .. Loops(scratch),
            .. Directory.Exists($"/sys/class/net/gc{instance}") ? [$"gc{instance}"] : Array.Empty<string>(),
            .. File.ReadLines("/proc/mounts").Where(line => line.Contains(instance, StringComparison.Ordinal)),
            .. Directory.Exists($"/run/goldcrest/{instance}") ? Directory.GetFileSystemEntries($"/run/goldcrest/{instance}") : [],
            .. Directory.Exists(scratch) ? Directory.GetFiles(scratch).Where(file => Path.GetFileName(file) != "lock") : [],
        ];
    }

    /// <summary>A loop device goes a moment after its last mount: the kernel finishes that on its own time.</summary>
    public static async Task<IReadOnlyList<string>> LastingOfAsync(string dataDirectory)
    {
        var watch = Stopwatch.StartNew();
        var found = Of(dataDirectory);
        while (found.Count > 0 && watch.Elapsed < TimeSpan.FromSeconds(5))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            found = Of(dataDirectory);
        }

        return found;
    }

    private static IEnumerable<string> Loops(string scratch)
    {
        foreach (var block in Directory.GetDirectories("/sys/block", "loop*"))
        {
            string backing;
            try
            {
                backing = File.ReadAllText(Path.Combine(block, "loop/backing_file"));
            }
            catch (IOException)
            {
                continue;
            }

            if (backing.StartsWith(scratch, StringComparison.Ordinal))
            {
                yield return $"{block}: {backing.Trim()}";
            }
        }
    }
}
