using System.Globalization;

namespace Goldcrest.Benchmarks;

/// <summary>What a warm sandbox costs: the proportional set size of its runtime process, so that shared pages count once.</summary>
internal static class SandboxMemory
{
    /// <param name="process">The runtime is recognised by a process of this name in a pid namespace other than ours.</param>
    /// <returns>The mean over all such processes in MB; null when none is seen.</returns>
    public static double? FindMegabytesEach(string process)
    {
        var ours = new FileInfo("/proc/self/ns/pid").LinkTarget;
        var sizes = Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(folder => FindPss(folder, process, ours))
            .OfType<double>()
            .ToList();
        return sizes.Count == 0 ? null : sizes.Average();
    }

    private static double? FindPss(string folder, string process, string? ours)
    {
        try
        {
            if (new FileInfo($"{folder}/ns/pid").LinkTarget == ours || !File.ReadAllText($"{folder}/comm").StartsWith(process, StringComparison.Ordinal))
            {
                return null;
            }

            var line = File.ReadLines($"{folder}/smaps_rollup").First(text => text.StartsWith("Pss:", StringComparison.Ordinal));
            return double.Parse(line[4..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // It ended while it was looked at.
            return null;
        }
    }
}
