namespace Goldcrest.Server.Pool;

/// <summary>One event for one sandbox.</summary>
/// <param name="Event">JSON, not empty.</param>
/// <param name="InvokedArn">As the caller addressed the function.</param>
/// <param name="ClientContext">JSON; null when there is none.</param>
internal sealed record InvokeRequest(string RequestId, ReadOnlyMemory<byte> Event, string InvokedArn, string TraceId, string? ClientContext)
{
    /// <summary>Whether the caller waits for the end of the log, and so for extensions too.</summary>
    public bool WantsTail { get; init; }

    /// <summary>Whom the event is for; null when the function has no tenants. Tenants never share a sandbox.</summary>
    public string? TenantId { get; init; }
}
