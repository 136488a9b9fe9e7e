using System.Net.Sockets;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Tests.Pool;

/// <summary>A sandbox without a host: a delegate plays the program of each life.</summary>
internal sealed class ScriptedSandbox(RuntimeEndpoint endpoint, Action<ScriptedSandbox, RuntimeSession> program) : ISandbox
{
    private TaskCompletionSource<SandboxExit> _exited = NewExit();

    public string Id => "0123456789abcdef0123456789abcdef";

    public int Starts { get; private set; }

    public int Resets { get; private set; }

    public int Disposals { get; private set; }

    public int CpuLimits { get; private set; }

    public int Freezes { get; private set; }

    public int Thaws { get; private set; }

    public bool IsFrozen { get; private set; }

    public Exception? FreezeFailure { get; set; }

    public long PeakBytes { get; set; }

    public Exception? StartFailure { get; set; }

    public Exception? ResetFailure { get; set; }

    public TaskCompletionSource DisposalGate { get; } = new();

    public bool HoldsDisposal { get; set; }

    public int Terminations { get; private set; }

    public int Kills { get; private set; }

    /// <summary>Plays an external extension: its command, and how it ends.</summary>
    public Action<CompanionSpec, TaskCompletionSource<SandboxExit>>? Companion { get; set; }

    /// <summary>Plays what the program does about SIGTERM.</summary>
    public Action? OnTerminate { get; set; }

    public Socket RuntimeApiListener => throw new NotSupportedException();

    public Task<SandboxExit> Exited => _exited.Task;

    public Task<Socket> OpenSocketAsync() => throw new NotSupportedException();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (StartFailure is { } failure)
        {
            return Task.FromException(failure);
        }

        Starts++;
        _exited = NewExit();
        program(this, endpoint.Session);
        return Task.CompletedTask;
    }

    public void Exit(int? code = 0, int? signal = null, bool outOfMemory = false) => _exited.TrySetResult(new SandboxExit(code, signal, outOfMemory));

    public void LimitCpu() => CpuLimits++;

    public void DrainOutput()
    {
    }

    public long ReadPeakMemoryBytes() => PeakBytes;

    public void ResetPeakMemory()
    {
    }

    public void Freeze()
    {
        if (FreezeFailure is { } failure)
        {
            throw failure;
        }

        Freezes++;
        IsFrozen = true;
    }

    public void Thaw()
    {
        Thaws++;
        IsFrozen = false;
    }

    public Task OpenAsync(CancellationToken cancellationToken)
    {
        _exited = NewExit();
        return Task.CompletedTask;
    }

    public Task<ISandboxCompanion> StartCompanionAsync(CompanionSpec companion, CancellationToken cancellationToken)
    {
        var exited = NewExit();
        Companion!(companion, exited);
        return Task.FromResult<ISandboxCompanion>(new ScriptedCompanion(exited));
    }

    public void Terminate()
    {
        Terminations++;
        OnTerminate?.Invoke();
    }

    public void Kill()
    {
        Kills++;
        Exit(code: null, signal: 9);
    }

    public Task ResetAsync()
    {
        Resets++;
        PeakBytes = 0;
        Exit(code: null, signal: 9);
        return ResetFailure is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Disposals++;
        Exit(code: null, signal: 9);
        if (HoldsDisposal)
        {
            await DisposalGate.Task;
        }
    }

    private sealed class ScriptedCompanion(TaskCompletionSource<SandboxExit> exited) : ISandboxCompanion
    {
        public Task<SandboxExit> Exited => exited.Task;

        public void Kill() => exited.TrySetResult(new SandboxExit(null, 9, false));

        public void DrainOutput()
        {
        }
    }

    private static TaskCompletionSource<SandboxExit> NewExit() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
