namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Runs one of the host's programs to its end without blocking a thread.</summary>
internal static class HostCommand
{
    /// <param name="descriptors">The descriptors 0, 1, 2, … of the program; the caller keeps and closes them.</param>
    public static Task<ChildExit> RunAsync(EpollLoop loop, IReadOnlyList<string> command, ReadOnlySpan<int> descriptors)
    {
        var done = new TaskCompletionSource<ChildExit>(TaskCreationOptions.RunContinuationsAsynchronously);
        var child = ChildProcess.Open(Spawn.Start(command, descriptors));
        _ = new ChildWatch(loop, child, exit =>
        {
            child.Dispose();
            done.SetResult(exit);
        });
        return done.Task;
    }
}
