namespace Goldcrest.Cli.Running;

/// <summary>A server that holds a data directory.</summary>
/// <param name="Endpoint">Where it answers, without a slash at its end; null until it is ready.</param>
/// <param name="Region">The region of its options; null until it is ready.</param>
internal sealed record RunningServer(int ProcessId, string? Endpoint, string? Region);
