using Goldcrest.Core.Invoke;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>One event on its way to a runtime, and the place where its outcome arrives.</summary>
internal sealed class Invocation
{
    private readonly TaskCompletionSource<InvokeOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>Ends when the runtime answered, or somebody gave up for it.</summary>
    public Task<InvokeOutcome> Outcome => _outcome.Task;

    /// <returns>False when there was an outcome already.</returns>
    public bool TryFinish(InvokeOutcome outcome) => _outcome.TrySetResult(outcome);
}
