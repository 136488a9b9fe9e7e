using Goldcrest.Core.Invoke;
using Goldcrest.Core.Telemetry;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>One event on its way to a runtime, and the place where its outcome arrives.</summary>
internal sealed class Invocation
{
    private readonly TaskCompletionSource<InvokeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _handedOverAt;
    private long _handedOver;
    private long _answerBegan;
    private long _answerEnded;
    private long _asked;

    public required string RequestId { get; init; }

    /// <summary>JSON; an empty event was made <c>{}</c>.</summary>
    public required ReadOnlyMemory<byte> Event { get; init; }

    /// <summary>When the function's time is up.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>As the caller addressed the function: with the qualifier when there was one.</summary>
    public required string InvokedArn { get; init; }

    public required string TraceId { get; init; }

    /// <summary>The caller's client context as JSON; null when there is none.</summary>
    public string? ClientContext { get; init; }

    /// <summary>Letters, digits and some signs of ASCII; null when the function has no tenants.</summary>
    public string? TenantId { get; init; }

    /// <summary>Notes when things happen; null when nobody wants to know, which costs nothing.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Ends when the runtime answered, or somebody gave up for it.</summary>
    public Task<InvokeOutcome> Outcome => _outcome.Task;

    /// <returns>False when there was an outcome already.</returns>
    public bool TryFinish(InvokeOutcome outcome) => _outcome.TrySetResult(outcome);

    public void NoteHandedOver()
    {
        if (Clock is not null)
        {
            (_handedOverAt, _handedOver) = (Clock.GetUtcNow(), Clock.GetTimestamp());
        }
    }

    public void NoteAnswerBegan() => _answerBegan = Clock?.GetTimestamp() ?? 0;

    public void NoteAnswerEnded() => _answerEnded = Clock?.GetTimestamp() ?? 0;

    /// <summary>The runtime asked for more.</summary>
    public void NoteAsked() => _asked = Clock?.GetTimestamp() ?? 0;

    /// <returns>Null when it was not answered, or nobody wanted to know when.</returns>
    public ResponseTimes? FindTimes() => Clock is null || _answerEnded == 0
        ? null
        : new ResponseTimes(
            _handedOverAt,
            Clock.GetElapsedTime(_handedOver, _answerBegan),
            Clock.GetElapsedTime(_answerBegan, _answerEnded),
            _asked == 0 ? null : Clock.GetElapsedTime(_answerEnded, _asked));
}
