using Goldcrest.Core.Pool;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Telemetry;

namespace Goldcrest.Server.Pool;

/// <summary>The way of one sandbox through the phases of its life. Freezes a sandbox that rests for a moment, and thaws it when it is wanted.</summary>
/// <remarks>
/// The table is <see cref="SandboxLife"/>. Whoever holds the lease calls it; between leases its own timer may freeze the sandbox, so that a sandbox which
/// is wanted again at once is neither frozen nor thawed.
/// </remarks>
/// <param name="grace">How long a sandbox rests before it is frozen.</param>
/// <param name="mayFreeze">False while the program still has something to do that belongs to its last invocation.</param>
/// <param name="telemetry">Rests while the sandbox is frozen.</param>
internal sealed class SandboxCourse(ISandbox sandbox, TimeSpan grace, Func<bool> mayFreeze, TelemetryFeed telemetry, TimeProvider time) : IDisposable
{
    /// <summary>How soon a program that was not done is looked at again.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private ITimer? _timer;
    private SandboxPhase _phase = SandboxPhase.Made;
    private bool _rests;

    public SandboxPhase Phase
    {
        get
        {
            lock (_gate)
            {
                return _phase;
            }
        }
    }

    /// <exception cref="InvalidOperationException">The step is not allowed in this phase: the caller is wrong.</exception>
    public void Take(SandboxLife.Step step)
    {
        lock (_gate)
        {
            TakeLocked(step);
        }
    }

    /// <summary>Nobody wants the sandbox for now. Does nothing when nothing runs in it.</summary>
    public void Rest()
    {
        lock (_gate)
        {
            if (_phase == SandboxPhase.Idle)
            {
                _rests = true;
                _timer ??= time.CreateTimer(static course => ((SandboxCourse)course!).OnRested(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(grace, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The sandbox is wanted: its processes run when this returns, and nothing stops them before the next <see cref="Rest"/>.</summary>
    /// <exception cref="IOException">It cannot be thawed.</exception>
    public void Wake()
    {
        lock (_gate)
        {
            _rests = false;
            if (_phase == SandboxPhase.Frozen)
            {
                sandbox.Thaw();
                TakeLocked(SandboxLife.Step.Thaw);
                telemetry.Resume();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _rests = false;
            _timer?.Dispose();
        }
    }

    private void OnRested()
    {
        lock (_gate)
        {
            if (!_rests || _phase != SandboxPhase.Idle)
            {
                return;
            }

            if (!mayFreeze())
            {
                _timer!.Change(LookAgain, Timeout.InfiniteTimeSpan);
                return;
            }

            try
            {
                telemetry.Pause();
                sandbox.Freeze();
                TakeLocked(SandboxLife.Step.Freeze);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                telemetry.Resume();

                // One that cannot be frozen costs CPU time, nothing else; its next invocation finds out whether it still lives.
            }
        }
    }

    private void TakeLocked(SandboxLife.Step step) => _phase = SandboxLife.Next(_phase, step)
        ?? throw new InvalidOperationException($"A sandbox in phase {_phase} cannot take the step {step}.");
}
