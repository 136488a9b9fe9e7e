using System.Globalization;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Processes that nobody watches and that become children of this one when their parents end: dead, they would stay as zombies.</summary>
internal static unsafe class Orphans
{
    private const int WaitByGroup = 2;
    private const int WaitExited = 4;
    private const int DoNotBlock = 1;
    private const int ProcessIdOffset = 16;

    /// <summary>The process groups of some processes, but for that of one.</summary>
    /// <param name="processes">Those that have ended meanwhile are left out.</param>
    public static IReadOnlyList<int> GroupsOf(IEnumerable<int> processes, int except) =>
        [.. processes.Select(FindGroup).OfType<int>().Where(group => group != except).Distinct()];

    /// <summary>Takes away all dead children of a process group in which nobody watches anything.</summary>
    public static void Reap(int group)
    {
        var outcome = stackalloc byte[128];
        do
        {
            new Span<byte>(outcome, 128).Clear();
        }
        while (Libc.WaitId(WaitByGroup, group, outcome, WaitExited | DoNotBlock) == 0 && *(int*)(outcome + ProcessIdOffset) != 0);
    }

    private static int? FindGroup(int process)
    {
        try
        {
            // 12 (name, which may hold anything) state parent group …
            var text = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[2], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
