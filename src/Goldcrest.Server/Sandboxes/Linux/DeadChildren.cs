namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Children of this process that have ended and were not waited for yet. Nothing here waits for one that lives.</summary>
internal static unsafe class DeadChildren
{
    private const int Any = 0;
    private const int One = 1;
    private const int Group = 2;
    private const int Exited = 4;
    private const int DoNotBlock = 1;
    private const int LeaveWaitable = 0x0100_0000;
    private const int OutcomeBytes = 128;
    private const int ProcessIdOffset = 16;

    /// <returns>The number of one, which stays; null when there is none.</returns>
    public static int? FindFirst() => Find(Any, 0, LeaveWaitable);

    /// <summary>Takes away this one, if it is dead and ours.</summary>
    public static void Take(int process) => Find(One, process, 0);

    /// <summary>Takes away one of a process group.</summary>
    /// <returns>False when there is none.</returns>
    public static bool TakeOneOf(int group) => Find(Group, group, 0) is not null;

    private static int? Find(int kind, int id, int more)
    {
        var outcome = stackalloc byte[OutcomeBytes];
        new Span<byte>(outcome, OutcomeBytes).Clear();
        return Libc.WaitId(kind, id, outcome, Exited | DoNotBlock | more) == 0 && *(int*)(outcome + ProcessIdOffset) is not 0 and var found ? found : null;
    }
}
