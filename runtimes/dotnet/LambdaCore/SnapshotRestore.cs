using System.Collections.Concurrent;

namespace Amazon.Lambda.Core;

public static class SnapshotRestore
{
    private static readonly ConcurrentQueue<Func<ValueTask>> BeforeSnapshot = new();
    private static readonly ConcurrentQueue<Func<ValueTask>> AfterRestore = new();

    public static void RegisterBeforeSnapshot(Func<ValueTask> beforeSnapshotAction) => BeforeSnapshot.Enqueue(beforeSnapshotAction);

    public static void RegisterAfterRestore(Func<ValueTask> afterRestoreAction) => AfterRestore.Enqueue(afterRestoreAction);

    // Runtimes ask by these names, in the order of registration.
    internal static void CopyBeforeSnapshotCallbacksToRegistry(Action<Func<ValueTask>> restoreHooksRegistryMethod) => Move(BeforeSnapshot, restoreHooksRegistryMethod);

    internal static void CopyAfterRestoreCallbacksToRegistry(Action<Func<ValueTask>> restoreHooksRegistryMethod) => Move(AfterRestore, restoreHooksRegistryMethod);

    private static void Move(ConcurrentQueue<Func<ValueTask>> from, Action<Func<ValueTask>> to)
    {
        while (from.TryDequeue(out var hook))
        {
            to(hook);
        }
    }
}
