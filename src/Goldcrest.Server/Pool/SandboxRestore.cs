using Goldcrest.Core.Extensions;
using Goldcrest.Core.Invoke;
using Goldcrest.Core.Pool;
using Goldcrest.Core.RuntimeApi;
using Goldcrest.Core.Telemetry;
using Goldcrest.Server.RuntimeApi;

namespace Goldcrest.Server.Pool;

/// <summary>RESTORE: a program that initialised ahead and waits is let go on, runs its hooks and asks for its first invocation.</summary>
/// <remarks>Source: docs/contracts/runtime-api.md#restore. Whoever holds the lease calls it.</remarks>
internal sealed class SandboxRestore(FunctionSandbox.Parts parts, SandboxCourse course, SandboxPrograms programs, TimeProvider time)
{
    private TimeSpan? _took;

    /// <summary>The program waits for its restore.</summary>
    public bool IsDue => parts.Endpoint.Session.Phase == RuntimePhase.RestoreReady;

    /// <summary>There was a restore that no invocation was told of yet.</summary>
    public bool HasRun => _took is not null;

    /// <summary>How long the restore took that no invocation was told of yet; null when there was none. Told once.</summary>
    public TimeSpan? TakeDuration()
    {
        var took = _took;
        _took = null;
        return took;
    }

    /// <returns>Null when the program asked for its first invocation; else the sandbox is reset.</returns>
    /// <exception cref="OperationCanceledException">The sandbox was interrupted.</exception>
    public async Task<InvokeOutcome?> RunAsync()
    {
        course.Take(SandboxLife.Step.Restore);
        parts.Log.Write(new PlatformRestoreStart(parts.Story.Runtime));
        var began = time.GetTimestamp();
        var session = parts.Endpoint.Session;
        var asked = session.WhenAskedAsync();
        session.Restore();
        await programs.WaitAsync(InvokeLimits.RestoreTimeout, asked, session.RestoreFailed, parts.Sandbox.Exited);

        var took = time.GetElapsedTime(began);
        if (asked.IsCompleted)
        {
            course.Take(SandboxLife.Step.Ready);
            Tell(took, PlatformWords.Success, null);
            _took = took;
            return null;
        }

        var failure = await FailureOfAsync(session);
        Tell(took, failure.ErrorType is null ? PlatformWords.Timeout : PlatformWords.Error, failure.ErrorType);
        await programs.ResetAsync(failure.ErrorType is null ? ShutdownReason.Timeout : ShutdownReason.Failure);
        return failure;
    }

    private void Tell(TimeSpan took, string status, string? errorType)
    {
        parts.Log.Write(new PlatformRestoreRuntimeDone(status, errorType));
        parts.Log.Write(new PlatformRestoreReport(took, status, errorType));
    }

    private async Task<InvokeOutcome.NotRestored> FailureOfAsync(RuntimeSession session)
    {
        if (session.RestoreFailed.IsCompleted)
        {
            await programs.WaitAsync(SandboxPrograms.LastWords, parts.Sandbox.Exited);
            return new InvokeOutcome.NotRestored((await session.RestoreFailed).ErrorType);
        }

        return new InvokeOutcome.NotRestored(parts.Sandbox.Exited.IsCompleted ? SandboxPrograms.Faulted(await parts.Sandbox.Exited).Fault.ErrorType : null);
    }
}
