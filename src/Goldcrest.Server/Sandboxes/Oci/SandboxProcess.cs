using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Output;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>One process that was started in a sandbox, with its pipes. Disposal closes the pipes; whoever owns the sandbox kills first.</summary>
internal sealed class SandboxProcess : ISandboxCompanion, IDisposable
{
    private readonly Lock _outputLock = new();
    private readonly TaskCompletionSource<SandboxExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<bool> _ranOutOfMemory;
    private readonly LogFrames _frames;
    private readonly OutputPipe _text;
    private readonly OutputPipe _events;
    private readonly EpollLoop _loop;
    private StartedProcess? _started;
    private ISandboxOutput? _output;

    /// <param name="ranOutOfMemory">Asked when it has ended.</param>
    public SandboxProcess(EpollLoop loop, Func<bool> ranOutOfMemory)
    {
        _loop = loop;
        _ranOutOfMemory = ranOutOfMemory;
        _frames = new LogFrames(bytes => _output?.OnEvent(bytes));
        _text = new OutputPipe(loop, _outputLock, bytes => _output?.OnText(bytes));
        _events = new OutputPipe(loop, _outputLock, _frames.Feed);
    }

    public Task<SandboxExit> Exited => _exited.Task;

    /// <summary>Its number on the host.</summary>
    public int Id => _started!.Child.Id;

    /// <param name="start">Given what becomes 0, 1, 2 and 3 of the program; they are good until the task ends.</param>
    public async Task<T> WithDescriptorsAsync<T>(Func<int[], Task<T>> start)
    {
        using var input = new EmptyInput();
        return await start([input.ReadEnd, _text.WriteEnd, _text.WriteEnd, _events.WriteEnd]);
    }

    /// <summary>Starts the process. Call once.</summary>
    /// <param name="run">Starts it with the descriptors of this object.</param>
    /// <returns>This process.</returns>
    /// <exception cref="SandboxLaunchException">The host could not start it; nothing of it is left but, perhaps, a process in the control group.</exception>
    public async Task<SandboxProcess> RunAsync(ISandboxOutput output, Func<Task<StartedProcess>> run)
    {
        _output = output;
        try
        {
            _started = await run();
        }
        catch (Exception fault) when (fault is SandboxLaunchException or IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw fault as SandboxLaunchException ?? new SandboxLaunchException("could not start a program in a sandbox: " + fault.Message, fault);
        }

        _text.CloseWriteEnd();
        _events.CloseWriteEnd();
        _ = new ChildWatch(_loop, _started.Child, OnEnded);
        return this;
    }

    public void Kill() => Signal(Libc.SignalKill);

    public void Signal(int signal) => _started?.Signal(signal);

    public void DrainOutput()
    {
        _text.Drain();
        _events.Drain();
    }

    public void Dispose()
    {
        _text.Dispose();
        _events.Dispose();
        _started?.Dispose();
    }

    /// <summary>Runs on the loop's thread: what is in the pipes now is all that the process has written.</summary>
    private void OnEnded(ChildExit exit)
    {
        DrainOutput();
        lock (_outputLock)
        {
            _frames.Finish();
        }

        _exited.SetResult(OciSandbox.Translate(exit, _ranOutOfMemory()));
    }
}
