using System.Net.Sockets;
using Goldcrest.Server.Sandboxes.Crun;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Output;

namespace Goldcrest.Server.Sandboxes;

/// <summary>One sandbox on an OCI runtime: owns everything on the host that was made for it, and takes it away again.</summary>
internal sealed class CrunSandbox : ISandbox
{
    /// <summary>The shell's convention, which PID 1 follows: a program ended by signal n is reported as 128 + n.</summary>
    private const int SignalBase = 128;
    private const int HighestSignal = 64;
    private static readonly TimeSpan LongestDeath = TimeSpan.FromSeconds(10);

    private readonly SandboxHoldings _held;
    private readonly SandboxSpec _spec;
    private readonly OciRuntime _runtime;
    private readonly EpollLoop _loop;
    private readonly TimeProvider _time;
    private readonly Lock _outputLock = new();
    private TaskCompletionSource<SandboxExit> _exited = NewExit();
    private OutputPipe? _text;
    private OutputPipe? _events;
    private LogFrames? _frames;
    private ChildProcess? _program;
    private bool _disposed;

    public CrunSandbox(SandboxSpec spec, SandboxHoldings held, OciRuntime runtime, EpollLoop loop, TimeProvider time)
    {
        _spec = spec;
        _held = held;
        _runtime = runtime;
        _loop = loop;
        _time = time;
    }

    public string Id => _spec.Id;

    public Socket RuntimeApiListener => _held.Network!.Listener;

    public Task<SandboxExit> Exited => _exited.Task;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_program is not null)
        {
            throw new InvalidOperationException("a sandbox starts again only after a reset");
        }

        cancellationToken.ThrowIfCancellationRequested();
        _exited = NewExit();
        _frames = new LogFrames(_spec.Output.OnEvent);
        try
        {
            _text = new OutputPipe(_loop, _outputLock, _spec.Output.OnText);
            _events = new OutputPipe(_loop, _outputLock, _frames.Feed);
            using var input = new EmptyInput();
            _held.Cgroup.Make(_spec.MemoryMiB, BundleConfig.Processes);
            _program = await _runtime.RunAsync(_held.Bundle, Id, _held.Cgroup, [input.ReadEnd, _text.WriteEnd, _text.WriteEnd, _events.WriteEnd]);
        }
        catch (Exception fault) when (fault is SandboxLaunchException or IOException or UnauthorizedAccessException)
        {
            await ClearAsync();
            throw fault as SandboxLaunchException ?? new SandboxLaunchException("could not start a sandbox: " + fault.Message, fault);
        }

        _text.CloseWriteEnd();
        _events.CloseWriteEnd();
        _ = new ChildWatch(_loop, _program, OnProgramEnded);
    }

    public void LimitCpu() => _held.Cgroup.LimitCpu(_spec.MemoryMiB);

    public void DrainOutput()
    {
        _text?.Drain();
        _events?.Drain();
    }

    public long ReadPeakMemoryBytes() => _held.Cgroup.ReadPeakMemoryBytes();

    public void ResetPeakMemory() => _held.Cgroup.ResetPeakMemory();

    public void Freeze() => _held.Cgroup.Freeze();

    public void Thaw() => _held.Cgroup.Thaw();

    public void Terminate() => _program?.Signal(Libc.SignalTerminate);

    public async Task ResetAsync()
    {
        if (_program is { } program)
        {
            // The death of PID 1 takes its whole process namespace along, and nobody can leave that. One that is frozen dies when thawed.
            program.Signal(Libc.SignalKill);
            _held.Cgroup.UnlimitCpu();
            _held.Cgroup.Thaw();
            await WaitForDeathAsync();
        }

        await ClearAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await ResetAsync();
        await _held.DisposeAsync();
    }

    private static TaskCompletionSource<SandboxExit> NewExit() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs on the loop's thread, after every process inside is gone: what is in the pipes now is all there will be.</summary>
    private void OnProgramEnded(ChildExit exit)
    {
        DrainOutput();
        lock (_outputLock)
        {
            _frames!.Finish();
        }

        var outOfMemory = _held.Cgroup.CountOutOfMemoryKills() > 0;
        _exited.SetResult(Translate(exit, outOfMemory));
    }

    internal static SandboxExit Translate(ChildExit exit, bool outOfMemory) => exit.ExitCode is > SignalBase and <= SignalBase + HighestSignal
        ? new SandboxExit(null, exit.ExitCode - SignalBase, outOfMemory)
        : new SandboxExit(exit.ExitCode, exit.Signal, outOfMemory);

    private async Task WaitForDeathAsync()
    {
        try
        {
            await Exited.WaitAsync(LongestDeath, _time);
        }
        catch (TimeoutException)
        {
            // The sweep of the control group, which comes next, tries harder and names what does not die.
        }
    }

    /// <summary>Takes away what one start made. Also after a start that failed half-way, when processes may be left.</summary>
    private async Task ClearAsync()
    {
        await _held.KillLeftoversAsync(_time);
        _text?.Dispose();
        _events?.Dispose();
        _program?.Dispose();
        (_text, _events, _program) = (null, null, null);
        _runtime.Forget(Id);
        _held.Cgroup.Remove();
    }
}
