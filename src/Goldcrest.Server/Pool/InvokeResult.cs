using Goldcrest.Core.Invoke;

namespace Goldcrest.Server.Pool;

/// <summary>What came of an event.</summary>
/// <param name="LogTail">The last 4 KB that the invocation logged; empty when it goes on and nobody wants to read it.</param>
internal sealed record InvokeResult(InvokeOutcome Outcome, byte[] LogTail);
