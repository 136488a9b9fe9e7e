using System.Reflection;
using System.Text;

namespace Goldcrest.DotnetRuntime;

/// <summary>A function of a version with SnapStart: hooks, the wait for the restore, hooks.</summary>
internal static class Snapshot
{
    private const int ExitCode = 64;

    public static bool IsWanted => Environment.GetEnvironmentVariable("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start";

    /// <returns>Null when the sandbox is wanted; else the exit code of a process whose hooks failed.</returns>
    public static int? Await(RuntimeApi api, Log log)
    {
        // Before a snapshot the last registered comes first.
        if (!TryRun(Registered("CopyBeforeSnapshotCallbacksToRegistry").AsEnumerable().Reverse(), "init/error", "Runtime.BeforeSnapshotError", api, log))
        {
            return ExitCode;
        }

        api.RestoreNext();
        return TryRun(Registered("CopyAfterRestoreCallbacksToRegistry"), "restore/error", "Runtime.AfterRestoreError", api, log) ? null : ExitCode;
    }

    private static bool TryRun(IEnumerable<Func<ValueTask>> hooks, string path, string errorType, RuntimeApi api, Log log)
    {
        try
        {
            foreach (var hook in hooks)
            {
                hook().AsTask().GetAwaiter().GetResult();
            }

            return true;
        }
#pragma warning disable CA1031 // Whatever a hook throws is why nothing can be served.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.Write("Error", error, message: null);
            api.Send(RuntimeApi.Request(path, Encoding.UTF8.GetBytes(Failure.ToJson(error)), Failure.Headers(errorType)));
            return false;
        }
    }

    /// <summary>What the function registered by the SnapshotRestore of the Amazon.Lambda.Core that it brought; nothing when it brought none, or an older one.</summary>
    private static List<Func<ValueTask>> Registered(string copyTo)
    {
        var hooks = new List<Func<ValueTask>>();
        var core = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == "Amazon.Lambda.Core");
        core?.GetType("Amazon.Lambda.Core.SnapshotRestore")
            ?.GetMethod(copyTo, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            ?.Invoke(null, [(Action<Func<ValueTask>>)hooks.Add]);
        return hooks;
    }
}
