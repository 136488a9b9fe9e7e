using System.Globalization;

namespace Goldcrest.Server.Sandboxes.Bubblewrap;

/// <summary>The memory of a process and those below it, told by the processes themselves because no control group counts it.</summary>
internal static class ProcessMemory
{
    private const string Peak = "VmHWM:";
    private const string ForgetPeak = "5";

    /// <returns>The highest use of each that lives, together; 0 when none does.</returns>
    public static long PeakBelow(int process) => Tree(process).Sum(PeakOf);

    public static void ResetBelow(int process)
    {
        foreach (var one in Tree(process))
        {
            try
            {
                File.WriteAllText($"/proc/{one}/clear_refs", ForgetPeak);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It has ended.
            }
        }
    }

    private static IEnumerable<int> Tree(int process) => Children(process).SelectMany(Tree).Prepend(process);

    private static int[] Children(int process)
    {
        try
        {
            return [.. File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long PeakOf(int process)
    {
        try
        {
            // VmHWM:     12345 kB
            return File.ReadLines($"/proc/{process}/status")
                .Where(line => line.StartsWith(Peak, StringComparison.Ordinal))
                .Sum(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
