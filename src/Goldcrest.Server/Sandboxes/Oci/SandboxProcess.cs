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
    private StartedProcess? _started;

    private SandboxProcess(EpollLoop loop, Func<bool> ranOutOfMemory, ISandboxOutput output)
    {
        _ranOutOfMemory = ranOutOfMemory;
        _frames = new LogFrames(output.OnEvent);
        _text = new OutputPipe(loop, _outputLock, output.OnText);
        _events = new OutputPipe(loop, _outputLock, _frames.Feed);
    }

    public Task<SandboxExit> Exited => _exited.Task;

    /// <summary>Its number on the host.</summary>
    public int Id => _started!.Child.Id;

    /// <param name="ranOutOfMemory">Asked when it has ended.</param>
    /// <param name="run">Starts the process with these descriptors as 0, 1, 2 and 3.</param>
    /// <exception cref="SandboxLaunchException">The host could not start it; nothing of it is left but, perhaps, a process in the control group.</exception>
    public static async Task<SandboxProcess> StartAsync(
        EpollLoop loop, Func<bool> ranOutOfMemory, ISandboxOutput output, Func<int[], Task<StartedProcess>> run)
    {
        var process = new SandboxProcess(loop, ranOutOfMemory, output);
        try
        {
            using var input = new EmptyInput();
            process._started = await run([input.ReadEnd, process._text.WriteEnd, process._text.WriteEnd, process._events.WriteEnd]);
        }
        catch (Exception fault) when (fault is SandboxLaunchException or IOException or UnauthorizedAccessException)
        {
            process.Dispose();
            throw fault as SandboxLaunchException ?? new SandboxLaunchException("could not start a program in a sandbox: " + fault.Message, fault);
        }

        process._text.CloseWriteEnd();
        process._events.CloseWriteEnd();
        _ = new ChildWatch(loop, process._started.Child, process.OnEnded);
        return process;
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
