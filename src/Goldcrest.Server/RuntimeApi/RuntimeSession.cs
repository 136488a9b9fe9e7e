using Goldcrest.Core.Invoke;
using Goldcrest.Core.RuntimeApi;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.Telemetry;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>
/// One life of the program inside a sandbox, seen from the Runtime API: what it may call now, the invocation it has, the one that waits for
/// it. The rules are in <see cref="RuntimeProtocol"/>; this is their state.
/// </summary>
/// <param name="extensions">What runs beside the program.</param>
/// <param name="role">Where the program fetches its keys when it was made for a snapshot; null when it has them in its environment.</param>
/// <param name="telemetry">Takes subscriptions; null when none are taken.</param>
internal sealed class RuntimeSession(ExtensionRegistry extensions, RoleEndpoint? role = null, ITelemetrySubscriptions? telemetry = null)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<InitResult> _initialised = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _restored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<InvokeOutcome.HandlerFailed> _restoreError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Poll> _polls = [];
    private RuntimePhase _phase = RuntimePhase.Started;
    private Invocation? _waiting;
    private Invocation? _current;
    private TaskCompletionSource? _asked;
    private bool _ended;

    /// <summary>How INIT ended, when the program told.</summary>
    /// <param name="Error">Null when the program asked for its first invocation, or its restore; else what it posted.</param>
    internal sealed record InitResult(InvokeOutcome.HandlerFailed? Error);

    /// <summary>Ends with the first call of next, invocation's or restore's, or with an init error; never when the program dies silently.</summary>
    public Task<InitResult> Initialised => _initialised.Task;

    /// <summary>Ends when the program says that its hooks after a restore failed; never otherwise.</summary>
    public Task<InvokeOutcome.HandlerFailed> RestoreFailed => _restoreError.Task;

    /// <summary>Null when the program was not made for a snapshot: it may not ask for a restore either.</summary>
    public RoleEndpoint? Role => role;

    /// <summary>What runs beside the program in this life.</summary>
    public ExtensionRegistry Extensions => extensions;

    /// <summary>Null when no subscriptions are taken.</summary>
    public ITelemetrySubscriptions? Telemetry => telemetry;

    public RuntimePhase Phase
    {
        get
        {
            lock (_gate)
            {
                return _phase;
            }
        }
    }

    /// <summary>Hands an invocation to the program as soon as it asks. One at a time.</summary>
    /// <returns>False when this life is over; the invocation was not and will not be delivered.</returns>
    public bool TryDeliver(Invocation invocation)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return false;
            }

            if (_phase != RuntimePhase.Ready || _polls.Count == 0)
            {
                _waiting = invocation;
                return true;
            }

            Take(invocation);
            _polls[0].TrySetResult(invocation);
            _polls.RemoveAt(0);
            return true;
        }
    }

    /// <summary>GET invocation/next.</summary>
    /// <param name="abandoned">The caller hung up; the returned task is then cancelled, unless it had ended before.</param>
    /// <returns>The invocation when there is one, or why the call is refused. Exactly one of both.</returns>
    public (Task<Invocation>? Invocation, RuntimeRefusal? Refusal) Next(CancellationToken abandoned)
    {
        Poll poll;
        lock (_gate)
        {
            if (_ended)
            {
                return (null, RuntimeRefusal.LifeIsOver);
            }

            if (RuntimeProtocol.Next(_phase, RuntimeProtocol.Call.Next) is not { } next)
            {
                return (null, RuntimeRefusal.Transition(_phase, RuntimeProtocol.Call.Next));
            }

            if (next == RuntimePhase.Running)
            {
                return (Task.FromResult(_current!), null);
            }

            _phase = next;
            _current?.NoteAsked();
            _current = null;
            _asked?.TrySetResult();
            _initialised.TrySetResult(new InitResult(null));
            if (_waiting is { } invocation)
            {
                _waiting = null;
                Take(invocation);
                return (Task.FromResult(invocation), null);
            }

            poll = new Poll(this);
            _polls.Add(poll);
        }

        poll.AbandonOn(abandoned);
        return (poll.Task, null);
    }

    /// <summary>GET restore/next.</summary>
    /// <param name="abandoned">The caller hung up; the returned task is then cancelled.</param>
    /// <returns>Ends with the restore, or why the call is refused. Exactly one of both.</returns>
    public (Task? Restored, RuntimeRefusal? Refusal) RestoreNext(CancellationToken abandoned)
    {
        if (Advance(RuntimeProtocol.Call.RestoreNext) is { } refusal)
        {
            return (null, refusal);
        }

        _initialised.TrySetResult(new InitResult(null));
        return (_restored.Task.WaitAsync(abandoned), null);
    }

    /// <summary>The sandbox is wanted: a program that waits for its restore goes on.</summary>
    /// <exception cref="InvalidOperationException">It does not wait for one.</exception>
    public void Restore()
    {
        if (Advance(RuntimeProtocol.Call.Restored) is { } refusal)
        {
            throw new InvalidOperationException(refusal.ErrorMessage);
        }

        _restored.TrySetResult();
    }

    /// <summary>POST restore/error, at its first byte.</summary>
    /// <returns>Null when accepted; <see cref="EndRestoreError"/> must follow then.</returns>
    public RuntimeRefusal? BeginRestoreError() => Advance(RuntimeProtocol.Call.RestoreError);

    public void EndRestoreError(InvokeOutcome.HandlerFailed error) => _restoreError.TrySetResult(error);

    /// <returns>Ends when the program is done with its invocation, or its restore, and asks for an invocation; never when it dies before.</returns>
    public Task WhenAskedAsync()
    {
        lock (_gate)
        {
            if (_phase == RuntimePhase.Ready)
            {
                return Task.CompletedTask;
            }

            _asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _asked.Task;
        }
    }

    /// <summary>The first byte of a response or an error.</summary>
    /// <returns>The invocation that is answered, or why the call is refused. Exactly one of both.</returns>
    public (Invocation? Invocation, RuntimeRefusal? Refusal) BeginAnswer(string requestId, RuntimeProtocol.Call call)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return (null, RuntimeRefusal.LifeIsOver);
            }

            if (_current is not { } current || current.RequestId != requestId)
            {
                return (null, RuntimeRefusal.UnknownRequest);
            }

            if (RuntimeProtocol.Next(_phase, call) is not { } answering)
            {
                return (null, RuntimeRefusal.Transition(_phase, call));
            }

            _phase = answering;
            current.NoteAnswerBegan();
            return (current, null);
        }
    }

    /// <summary>The answer came in whole, or was refused for its size, or broke off: it is over either way.</summary>
    public void EndAnswer(Invocation invocation, InvokeOutcome outcome)
    {
        lock (_gate)
        {
            _phase = RuntimeProtocol.Next(_phase, RuntimeProtocol.Call.Received)
                ?? throw new InvalidOperationException($"No answer can end in phase {_phase}.");

            invocation.NoteAnswerEnded();

            // Together with the phase: whoever sees that the answer is over finds its outcome.
            invocation.TryFinish(outcome);
        }
    }

    /// <summary>POST init/error, at its first byte.</summary>
    /// <returns>Null when accepted; <see cref="EndInitError"/> must follow then.</returns>
    public RuntimeRefusal? BeginInitError() => Advance(RuntimeProtocol.Call.InitError);

    public void EndInitError(InvokeOutcome.HandlerFailed error) => _initialised.TrySetResult(new InitResult(error));

    /// <summary>The program is gone: nothing is handed over any more, and whoever still asks is refused.</summary>
    /// <returns>The invocation that was never handed over, for another life; null when there is none.</returns>
    public Invocation? End()
    {
        lock (_gate)
        {
            _ended = true;
            _restored.TrySetCanceled();
            _polls.ForEach(poll => poll.TrySetCanceled());
            _polls.Clear();
            var undelivered = _waiting;
            _waiting = null;
            return undelivered;
        }
    }

    /// <summary>Takes the step that a call asks for.</summary>
    /// <returns>Null when it was taken; else why not.</returns>
    private RuntimeRefusal? Advance(RuntimeProtocol.Call call)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return RuntimeRefusal.LifeIsOver;
            }

            if (RuntimeProtocol.Next(_phase, call) is not { } next)
            {
                return RuntimeRefusal.Transition(_phase, call);
            }

            _phase = next;
            return null;
        }
    }

    private void Take(Invocation invocation)
    {
        _phase = RuntimeProtocol.Next(_phase, RuntimeProtocol.Call.Delivered)
            ?? throw new InvalidOperationException($"An invocation cannot be handed over in phase {_phase}.");
        _current = invocation;
        invocation.NoteHandedOver();
    }

    /// <summary>One call of next that waits.</summary>
    private sealed class Poll(RuntimeSession session) : TaskCompletionSource<Invocation>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public void AbandonOn(CancellationToken abandoned)
        {
            if (abandoned.CanBeCanceled)
            {
                var registration = abandoned.UnsafeRegister(static poll => ((Poll)poll!).Abandon(), this);
                Task.GetAwaiter().UnsafeOnCompleted(() => registration.Unregister());
            }
        }

        private void Abandon()
        {
            lock (session._gate)
            {
                session._polls.Remove(this);
            }

            TrySetCanceled();
        }
    }
}
