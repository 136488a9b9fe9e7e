using System.Globalization;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>What the kernel says of one process, also of a dead one that nobody waited for.</summary>
/// <param name="Group">Its process group.</param>
/// <param name="NeverExecuted">Whether it is a fork that never became a program of its own.</param>
internal readonly record struct ProcessStat(int Group, bool NeverExecuted)
{
    private const int GroupField = 2;
    private const int FlagsField = 6;
    private const uint ForkedOnly = 0x40;

    /// <returns>Null when there is no such process.</returns>
    public static ProcessStat? Find(int process)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{process}/stat"));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <param name="stat">The text of /proc/PID/stat.</param>
    internal static ProcessStat Parse(string stat)
    {
        // 12 (name, which may hold anything) state parent group session terminal terminal's-group flags …
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessStat(
            int.Parse(fields[GroupField], CultureInfo.InvariantCulture),
            (uint.Parse(fields[FlagsField], CultureInfo.InvariantCulture) & ForkedOnly) != 0);
    }
}
