namespace Goldcrest.Server.Sandboxes.Linux;

/// <summary>Runs programs of the host without blocking a thread.</summary>
internal sealed class HostPrograms(EpollLoop loop, TimeProvider time)
{
    /// <param name="descriptors">The descriptors 0, 1, 2, … of the program; the caller keeps and closes them.</param>
    /// <exception cref="SandboxLaunchException">It could not be started.</exception>
    public HostProgram Start(IReadOnlyList<string> command, ReadOnlySpan<int> descriptors) =>
        new(command[0], loop, ChildProcess.Open(Spawn.Start(command, descriptors)), time);

    /// <summary>Starts a program and waits for its end.</summary>
    /// <inheritdoc cref="Start"/>
    public Task<ChildExit> RunAsync(IReadOnlyList<string> command, ReadOnlySpan<int> descriptors) => Start(command, descriptors).EndAsync();
}
