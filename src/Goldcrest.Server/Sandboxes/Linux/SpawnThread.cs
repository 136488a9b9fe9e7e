using System.Collections.Concurrent;

namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Starts programs that shall die with their parent: for the kernel that is the thread that started them, so it is always this one.</summary>
internal sealed class SpawnThread : IDisposable
{
    private readonly BlockingCollection<Action> _calls = [];

    public SpawnThread() => new Thread(Run) { IsBackground = true, Name = "sandbox start" }.Start();

    /// <param name="descriptors">What becomes 0, 1, 2, … of the program; the caller keeps them open until the task ends.</param>
    public Task<ChildProcess> StartAsync(IReadOnlyList<string> command, int[] descriptors)
    {
        var started = new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Add(() =>
        {
            try
            {
                started.SetResult(ChildProcess.Open(Spawn.Start(command, descriptors)));
            }
            catch (SandboxLaunchException fault)
            {
                started.SetException(fault);
            }
        });
        return started.Task;
    }

    /// <summary>Ends the thread, and with it every program that it started.</summary>
    public void Dispose() => _calls.CompleteAdding();

    private void Run()
    {
        foreach (var call in _calls.GetConsumingEnumerable())
        {
            call();
        }
    }
}
