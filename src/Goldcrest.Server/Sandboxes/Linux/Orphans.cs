namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Processes that nobody watches and that become children of this one when their parents end: dead, they would stay as zombies.</summary>
internal static class Orphans
{
    /// <summary>The process groups of some processes, but for that of one.</summary>
    /// <param name="processes">Those that have ended meanwhile are left out.</param>
    public static IReadOnlyList<int> GroupsOf(IEnumerable<int> processes, int except) =>
        [.. processes.Select(ProcessStat.Find).OfType<ProcessStat>().Select(stat => stat.Group).Where(group => group != except).Distinct()];

    /// <summary>Takes away all dead children of a process group in which nobody watches anything.</summary>
    public static void Reap(int group)
    {
        while (DeadChildren.TakeOneOf(group))
        {
        }
    }
}
