using Goldcrest.Core.Invoke;
using Goldcrest.Core.RuntimeApi;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>
/// One life of the program inside a sandbox, seen from the Runtime API: what it may call now, the invocation it has, the one that waits for
/// it. The rules are in <see cref="RuntimeProtocol"/>; this is their state.
/// </summary>
internal sealed class RuntimeSession
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<InitResult> _initialised = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RuntimePhase _phase = RuntimePhase.Started;
    private Invocation? _waiting;
    private Invocation? _running;
    private TaskCompletionSource<Invocation>? _poll;
    private bool _ended;

    /// <summary>How INIT ended, when the program told.</summary>
    /// <param name="Error">Null when the program asked for its first invocation; else what it posted.</param>
    internal sealed record InitResult(InvokeOutcome.HandlerFailed? Error);

    /// <summary>Ends with the first call of next, or with an init error; never when the program dies silently.</summary>
    public Task<InitResult> Initialised => _initialised.Task;

    /// <summary>The request id of the invocation that the program has; null when it has none.</summary>
    public string? RunningRequestId
    {
        get
        {
            lock (_gate)
            {
                return _running?.RequestId;
            }
        }
    }

    /// <summary>Hands an invocation to the program as soon as it asks. One at a time.</summary>
    /// <returns>False when this life is over; the invocation was not and will not be delivered.</returns>
    public bool TryDeliver(Invocation invocation)
    {
        TaskCompletionSource<Invocation>? poll;
        lock (_gate)
        {
            if (_ended)
            {
                return false;
            }

            if (_poll is null)
            {
                _waiting = invocation;
                return true;
            }

            poll = _poll;
            _poll = null;
            Take(invocation);
        }

        poll.TrySetResult(invocation);
        return true;
    }

    /// <summary>GET invocation/next.</summary>
    /// <returns>The invocation when there is one; null when the call is not allowed now.</returns>
    public Task<Invocation>? Next(CancellationToken abandoned)
    {
        lock (_gate)
        {
            if (_ended || RuntimeProtocol.Next(_phase, RuntimeProtocol.Call.Next) is not { } ready)
            {
                return null;
            }

            _phase = ready;
            _initialised.TrySetResult(new InitResult(null));
            if (_waiting is { } invocation)
            {
                _waiting = null;
                Take(invocation);
                return Task.FromResult(invocation);
            }

            var poll = new TaskCompletionSource<Invocation>(TaskCreationOptions.RunContinuationsAsynchronously);
            _poll?.TrySetCanceled(CancellationToken.None);
            _poll = poll;
            abandoned.Register(() => Abandon(poll));
            return poll.Task;
        }
    }

    /// <summary>The first byte of a response or an error.</summary>
    /// <returns>The invocation that is answered, or why the call is refused.</returns>
    public (Invocation? Invocation, RuntimeRefusal? Refusal) BeginAnswer(string requestId, RuntimeProtocol.Call call)
    {
        lock (_gate)
        {
            if (RuntimeProtocol.Next(_phase, call) is not { } answering || _running is not { } running)
            {
                return (null, RuntimeRefusal.Transition(_phase, call));
            }

            if (running.RequestId != requestId)
            {
                return (null, RuntimeRefusal.UnknownRequest);
            }

            _phase = answering;
            return (running, null);
        }
    }

    /// <summary>The answer came in whole, or was refused for its size, or broke off: it is over either way.</summary>
    public void EndAnswer(Invocation invocation, InvokeOutcome outcome)
    {
        lock (_gate)
        {
            _phase = RuntimePhase.ResponseSent;
            _running = null;
        }

        invocation.TryFinish(outcome);
    }

    /// <summary>POST init/error.</summary>
    /// <returns>Null when accepted.</returns>
    public RuntimeRefusal? FailInit(InvokeOutcome.HandlerFailed error)
    {
        lock (_gate)
        {
            if (RuntimeProtocol.Next(_phase, RuntimeProtocol.Call.InitError) is not { } failed)
            {
                return RuntimeRefusal.Transition(_phase, RuntimeProtocol.Call.InitError);
            }

            _phase = failed;
        }

        _initialised.TrySetResult(new InitResult(error));
        return null;
    }

    /// <summary>The program is gone: nothing is handed over any more.</summary>
    /// <returns>The invocation that was never handed over, for another life; null when there is none.</returns>
    public Invocation? End()
    {
        lock (_gate)
        {
            _ended = true;
            _poll?.TrySetCanceled(CancellationToken.None);
            _poll = null;
            var undelivered = _waiting;
            _waiting = null;
            return undelivered;
        }
    }

    private void Take(Invocation invocation)
    {
        _phase = RuntimeProtocol.Next(_phase, RuntimeProtocol.Call.Delivered)
            ?? throw new InvalidOperationException($"An invocation cannot be handed over in phase {_phase}.");
        _running = invocation;
    }

    private void Abandon(TaskCompletionSource<Invocation> poll)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_poll, poll))
            {
                _poll = null;
            }
        }

        poll.TrySetCanceled(CancellationToken.None);
    }
}
