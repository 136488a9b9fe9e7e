using Goldcrest.Core.Extensions;
using Goldcrest.Core.Invoke;
using Goldcrest.Core.Pool;
using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>The runtime and the extensions of one sandbox, as processes: boots them together, waits for them, ends them.</summary>
/// <param name="timeout">The function's.</param>
/// <param name="interrupted">Whatever is waited for ends by an exception then.</param>
/// <remarks>Source: docs/contracts/extensions.md.</remarks>
internal sealed class SandboxPrograms(FunctionSandbox.Parts parts, SandboxCourse course, TimeSpan timeout, TimeProvider time, CancellationToken interrupted)
{
    /// <summary>How long a program that said it failed, or broke off its answer, may take to end by itself.</summary>
    public static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private long _peakBytes;

    public ExtensionRegistry Registry => parts.Extensions.Registry;

    /// <summary>Ends when an extension fails; null as long as there is none.</summary>
    public Task? ExtensionTold => Registry.IsUsed || parts.Extensions.HasExternal ? Registry.Told : null;

    /// <summary>The kernel may have killed another process of the sandbox than the program, which then went on.</summary>
    public static InvokeOutcome.Faulted Faulted(SandboxExit exit) =>
        new(exit is { OutOfMemory: true, Signal: 9 } ? FunctionFault.OutOfMemory : FunctionFault.Exit(exit.ExitCode, exit.Signal));

    /// <summary>Starts the extensions, then the runtime, and waits until all of them are ready.</summary>
    /// <returns>Null when they are; else why not. The sandbox must be reset then.</returns>
    /// <exception cref="SandboxLaunchException">The host could not start them.</exception>
    public async Task<InvokeOutcome?> StartAsync(TimeSpan limit)
    {
        var began = time.GetTimestamp();
        var session = parts.Endpoint.Renew(parts.Extensions.Renew());
        await parts.Extensions.LaunchAsync();
        if (parts.Extensions.HasExternal)
        {
            await WaitAsync(limit, Registry.Registered, Registry.Told);
        }

        var isInTime = !parts.Extensions.HasExternal || Registry.Registered.IsCompleted;
        if (isInTime && !Registry.Told.IsCompleted)
        {
            await parts.Sandbox.StartAsync(CancellationToken.None);
            await WaitAsync(Left(limit, began), session.Initialised, parts.Sandbox.Exited, Registry.Told);
            await TellRuntimeAsync(session);
            Registry.Close();
            if (Registry.IsUsed && session.Initialised.IsCompleted && (await session.Initialised).Error is null)
            {
                await WaitAsync(Left(limit, began), Registry.Ready, parts.Sandbox.Exited, Registry.Told);
            }
        }

        var failure = await FindInitFailureAsync(session);
        TellExtensions();
        if (failure is null)
        {
            parts.Log.Telemetry.Close();
            parts.Sandbox.LimitCpu();
            course.Take(SandboxLife.Step.Ready);
        }

        return failure;
    }

    /// <returns>Null when the program, and every extension, asked for its first event.</returns>
    private async Task<InvokeOutcome?> FindInitFailureAsync(RuntimeSession session)
    {
        if (session.Initialised.IsCompleted && (await session.Initialised).Error is { } error)
        {
            await WaitAsync(LastWords, parts.Sandbox.Exited);
            return error;
        }

        if (await FindExtensionFaultAsync() is { } fault)
        {
            return new InvokeOutcome.Faulted(fault);
        }

        var isReady = session.Initialised.IsCompleted && (!Registry.IsUsed || Registry.Ready.IsCompleted);
        return isReady ? null
            : parts.Sandbox.Exited.IsCompleted ? Faulted(await parts.Sandbox.Exited)
            : new InvokeOutcome.Faulted(FunctionFault.Timeout(timeout));
    }

    private async Task TellRuntimeAsync(RuntimeSession session)
    {
        if (session.Initialised.IsCompleted)
        {
            parts.Story.InitRuntimeDone((await session.Initialised).Error);
        }
        else if (parts.Sandbox.Exited.IsCompleted)
        {
            parts.Story.InitRuntimeDone(Faulted(await parts.Sandbox.Exited));
        }
        else if (!Registry.Told.IsCompleted)
        {
            parts.Story.InitRuntimeDone(new InvokeOutcome.Faulted(FunctionFault.Timeout(timeout)));
        }
    }

    private void TellExtensions()
    {
        foreach (var standing in Registry.Standings)
        {
            parts.Log.Write(new PlatformExtension(standing.Name, standing.Phase, standing.Events, standing.ErrorType));
        }
    }

    /// <summary>Waits for one of the tasks, for so long at most.</summary>
    /// <exception cref="OperationCanceledException">The sandbox was interrupted.</exception>
    public async Task WaitAsync(TimeSpan limit, Task one, Task? other = null, Task? third = null)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        await Task.WhenAny(one, other ?? one, third ?? one, Task.Delay(limit, time, timer.Token));
        interrupted.ThrowIfCancellationRequested();
        await timer.CancelAsync();
    }

    /// <summary>Ends every process; /tmp stays.</summary>
    /// <param name="reason">What extensions are told.</param>
    public async Task ResetAsync(ShutdownReason reason)
    {
        if (Registry.IsUsed)
        {
            await ShutAsync(reason);
        }

        parts.Endpoint.Session.End();
        Registry.End();
        NotePeak();
        await parts.Sandbox.ResetAsync();
        course.Take(SandboxLife.Step.Kill);
        parts.Log.EndLife();
    }

    /// <summary>A sandbox that is not wanted any more lets its extensions know, unless it was interrupted.</summary>
    public async Task SpinDownAsync()
    {
        if (course.Phase is not (SandboxPhase.Idle or SandboxPhase.Frozen) || !Registry.IsUsed || interrupted.IsCancellationRequested)
        {
            return;
        }

        try
        {
            course.Wake();
            await ShutAsync(ShutdownReason.Spindown);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // One that cannot be thawed hears nothing; it is killed all the same.
        }
    }

    /// <summary>
    /// SHUTDOWN: the runtime first, by SIGTERM, while subscribers get what they have not got yet; then the extensions, by their event. Within the time limits, whatever
    /// they do.
    /// </summary>
    private async Task ShutAsync(ShutdownReason reason)
    {
        course.Take(SandboxLife.Step.Shut);
        var times = ShutdownTimes.Of(parts.Extensions.HasExternal, hasInternal: true);
        var began = time.GetTimestamp();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        var delivered = parts.Log.Telemetry.HurryAsync();
        parts.Sandbox.Terminate();
        await Task.WhenAny(Task.WhenAll(parts.Sandbox.Exited, delivered), Task.Delay(times.Runtime, time, ended.Token));
        parts.Sandbox.Kill();
        if (parts.Extensions.HasExternal)
        {
            var left = Left(times.Whole, began);
            await parts.Extensions.ShutAsync(ExtensionEvent.OfShutdown(time.GetUtcNow() + left, reason), Task.Delay(left, time, ended.Token));
        }

        parts.Sandbox.DrainOutput();
        await ended.CancelAsync();
    }

    public TimeSpan Left(TimeSpan limit, long began)
    {
        var rest = limit - time.GetElapsedTime(began);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    /// <returns>Null when no extension failed.</returns>
    public async Task<FunctionFault?> FindExtensionFaultAsync()
    {
        if (!Registry.Told.IsCompleted)
        {
            return null;
        }

        // Who says that it fails is expected to end; what is told is its end. An internal one ends with the runtime.
        await WaitAsync(LastWords, Registry.Failed, parts.Sandbox.Exited);
        if (!Registry.Failed.IsCompleted)
        {
            Registry.Conclude(parts.Sandbox.Exited.IsCompleted && await parts.Sandbox.Exited is var exit
                ? FunctionFault.Exit(exit.ExitCode, exit.Signal).Message
                : "the extension did not exit");
        }

        return await Registry.Failed;
    }

    /// <returns>The highest use of memory of all lives, in bytes. Before a reset, which forgets.</returns>
    public long NotePeak() => _peakBytes = Math.Max(_peakBytes, parts.Sandbox.ReadPeakMemoryBytes());
}
