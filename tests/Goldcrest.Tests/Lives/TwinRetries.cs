namespace Goldcrest.Tests.Lives;

/// <summary>Settings of asynchronous invocations; null is what nobody set.</summary>
internal sealed record TwinRetries(int? Attempts, int? Age, string? OnFailure);
