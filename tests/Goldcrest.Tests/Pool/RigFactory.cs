using Goldcrest.Core.Functions;
using Goldcrest.Server.Pool;
using Goldcrest.Server.RuntimeApi;

namespace Goldcrest.Tests.Pool;

/// <summary>Makes sandboxes without a host, all of one program, and keeps their rigs for the test.</summary>
internal sealed class RigFactory(ManualClock clock, Action<ScriptedSandbox, RuntimeSession> program) : ISandboxFactory
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _held;
    private int _begun;

    public List<SandboxRig> Rigs { get; } = [];

    public Exception? CreateFailure { get; set; }

    public Exception? StartFailure { get; set; }

    public int Begun => _begun;

    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _held!.SetResult();

    public async Task<FunctionSandbox> CreateAsync(FunctionVersion version, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _begun);
        await (_held?.Task ?? Task.CompletedTask);
        if (CreateFailure is { } failure)
        {
            throw failure;
        }

        var rig = new SandboxRig(program, version, clock: clock) { Sandbox = { StartFailure = StartFailure } };
        lock (_gate)
        {
            Rigs.Add(rig);
        }

        return rig.Function;
    }
}
