namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>One program of the host that was started. Once it has what it needs it is done in moments; what is not hangs, and is ended.</summary>
internal sealed class HostProgram
{
    /// <summary>Far longer than the slowest takes on a busy host.</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestDeath = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<ChildExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name;
    private readonly ChildProcess _child;
    private readonly TimeProvider _time;

    /// <param name="child">Disposed of when it has ended.</param>
    public HostProgram(string name, EpollLoop loop, ChildProcess child, TimeProvider time)
    {
        (_name, _child, _time) = (name, child, time);
        _ = new ChildWatch(loop, child, exit =>
        {
            child.Dispose();
            _ended.SetResult(exit);
        });
    }

    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>Waits for its end, from now on for <see cref="LongestRun"/> at most.</summary>
    /// <exception cref="SandboxLaunchException">It took longer and was killed.</exception>
    public async Task<ChildExit> EndAsync()
    {
        try
        {
            return await _ended.Task.WaitAsync(LongestRun, _time);
        }
        catch (TimeoutException)
        {
            _child.Signal(Libc.SignalKill);

            // Whoever clears up after it should find it gone, but one that waits for a device may outlast even this.
            await Task.WhenAny(_ended.Task, Task.Delay(LongestDeath, _time));
            throw new SandboxLaunchException($"{_name} did not end within {LongestRun.TotalSeconds:0} seconds and was killed");
        }
    }
}
