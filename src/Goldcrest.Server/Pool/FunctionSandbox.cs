using Goldcrest.Core.Extensions;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;
using Goldcrest.Core.Pool;
using Goldcrest.Core.RuntimeApi;
using Goldcrest.Core.Telemetry;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>
/// One sandbox that belongs to one deployment: boots its extensions and its program, hands them one invocation at a time, and boots them again after a
/// crash or a timeout, with /tmp as it was. Its life is drawn in README.md.
/// </summary>
/// <remarks>
/// Not thread-safe, but for <see cref="Interrupt"/>: whoever holds the lease calls it. One whose call threw must be disposed.
/// </remarks>
internal sealed class FunctionSandbox : IAsyncDisposable
{
    private readonly Parts _parts;
    private readonly FunctionVersion _version;
    private readonly TimeProvider _time;
    private readonly ISandbox _sandbox;
    private readonly RuntimeEndpoint _endpoint;
    private readonly SandboxLog _log;
    private readonly SandboxStory _story;
    private readonly SandboxCourse _course;
    private readonly CancellationTokenSource _interrupted = new();
    private readonly SandboxPrograms _programs;
    private readonly SandboxRestore _restore;
    /// <summary>Whether what INIT ahead of the first invocation wrote belongs to that invocation's tail.</summary>
    private bool _initFailed;
    private long? _failed;
    private DateTimeOffset _deadline;
    private Task _settled = Task.CompletedTask;

    /// <param name="freezeAfter">How long it may be idle before its processes are stopped.</param>
    public FunctionSandbox(Parts parts, FunctionVersion version, TimeSpan freezeAfter, TimeProvider time)
    {
        (_parts, _version, _time) = (parts, version, time);
        (_sandbox, _endpoint, _log, _story) = (parts.Sandbox, parts.Endpoint, parts.Log, parts.Story);
        Born = time.GetUtcNow();
        _course = new SandboxCourse(_sandbox, freezeAfter, IsAtRest, _log.Telemetry, time);
        _programs = new SandboxPrograms(parts, _course, Settings.Timeout, time, _interrupted.Token);
        _restore = new SandboxRestore(parts, _course, _programs, time);
    }

    /// <summary>What the sandbox is made of; it belongs to the sandbox from then on.</summary>
    /// <param name="Log">Also the receiver of the sandbox's output.</param>
    /// <param name="Story">What is told in the log; its first INIT has been begun.</param>
    /// <param name="Flaw">Why the program cannot be executed; null when it can.</param>
    /// <param name="Code">Lets go of the code when disposed.</param>
    internal sealed record Parts(
        ISandbox Sandbox, RuntimeEndpoint Endpoint, SandboxExtensions Extensions, SandboxLog Log, SandboxStory Story, FunctionFault? Flaw, IDisposable Code);

    public DateTimeOffset Born { get; }

    /// <summary>Meaningless while the sandbox is leased.</summary>
    public DateTimeOffset IdleSince { get; set; }

    /// <summary>
    /// What is left of the invocation after its answer: extensions that have not asked for their next event. The lease ends with it. It throws what
    /// <see cref="InvokeAsync"/> does.
    /// </summary>
    public Task Rest { get; private set; } = Task.CompletedTask;

    public SandboxPhase Phase => _course.Phase;

    private ExtensionRegistry Registry => _programs.Registry;

    private FunctionSettings Settings => _version.Serving.Settings;

    /// <summary>The INIT phase ahead of the first invocation. A failure is logged; the first invocation tries again.</summary>
    /// <returns>Null when the sandbox is ready; else how INIT failed.</returns>
    /// <exception cref="SandboxLaunchException">The host could not start the program.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public async Task<InvokeOutcome?> InitialiseAsync()
    {
        var failure = await BootAsync(_version.StartsFromSnapshot ? InvokeLimits.SnapshotInitTimeoutFor(Settings.Timeout) : InvokeLimits.InitTimeout);
        _course.Rest();
        return failure;
    }

    /// <exception cref="SandboxLaunchException">The host could not start the program.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public async Task<InvokeResult> InvokeAsync(InvokeRequest request)
    {
        _course.Wake();
        _log.BeginTail(keep: _initFailed);
        var began = _time.GetTimestamp();
        var failure = await ReadyAsync(began);
        if (failure is InvokeOutcome.NotRestored)
        {
            return new InvokeResult(failure, _log.ReadTail());
        }

        began = _restore.HasRun ? _time.GetTimestamp() : began;
        _story.Begin(request, began);
        var outcome = failure ?? await RunAsync(request, began);
        Rest = FinishAsync(outcome, isInitFailure: failure is not null, began);
        if (!request.WantsTail && !Rest.IsCompleted)
        {
            return new InvokeResult(outcome, []);
        }

        await Rest;
        return new InvokeResult(outcome, _log.ReadTail());
    }

    /// <summary>Whatever the sandbox does now ends soon, by an exception. For a server that must stop; safe at any time.</summary>
    public void Interrupt() => _interrupted.Cancel();

    /// <summary>Extensions are told and have their time, unless the sandbox was interrupted.</summary>
    public async ValueTask DisposeAsync()
    {
        await _programs.SpinDownAsync();
        _course.Dispose();
        _course.Take(SandboxLife.Step.Remove);
        _endpoint.Session.End();
        Registry.End();
        try
        {
            await _sandbox.DisposeAsync();
        }
        finally
        {
            _log.EndLife();
            _parts.Code.Dispose();
        }
    }

    /// <returns>Null when the program runs; else why it does not.</returns>
    private async Task<InvokeOutcome?> ReadyAsync(long began)
    {
        if (_course.Phase == SandboxPhase.Idle && (_sandbox.Exited.IsCompleted || Registry.Told.IsCompleted))
        {
            await _programs.ResetAsync(ShutdownReason.Failure);
        }

        var failure = _course.Phase == SandboxPhase.Idle ? null : await BootAsync(Remaining(began));
        return failure ?? (_restore.IsDue ? await _restore.RunAsync() : null);
    }

    private async Task<InvokeOutcome> RunAsync(InvokeRequest request, long began)
    {
        if (await ExchangeAsync(request, began) is { } outcome)
        {
            return outcome;
        }

        // The program died before it took the event: another life of it may. One more, so that the event cannot kill without end.
        await _programs.ResetAsync(ShutdownReason.Failure);
        return await ReadyAsync(began)
            ?? await ExchangeAsync(request, began)
            ?? SandboxPrograms.Faulted(await _sandbox.Exited);
    }

    /// <returns>Null when the program died without having taken the invocation.</returns>
    private async Task<InvokeOutcome?> ExchangeAsync(InvokeRequest request, long began)
    {
        var limit = Remaining(began);
        var invocation = new Invocation
        {
            RequestId = request.RequestId,
            Event = request.Event,
            InvokedArn = request.InvokedArn,
            TraceId = request.TraceId,
            ClientContext = request.ClientContext,
            TenantId = request.TenantId,
            Deadline = _deadline = _time.GetUtcNow() + limit,
            Clock = _log.WantsTimes ? _time : null,
        };
        var session = _endpoint.Session;
        if (!session.TryDeliver(invocation))
        {
            return null;
        }

        _story.HandOver(invocation);
        _course.Take(SandboxLife.Step.Deliver);
        _settled = Registry.IsUsed
            ? Registry.BeginInvoke(ExtensionEvent.OfInvoke(_deadline, request.RequestId, request.InvokedArn, request.TraceId))
            : Task.CompletedTask;
        await _programs.WaitAsync(limit, invocation.Outcome, _sandbox.Exited, _programs.ExtensionTold);
        if (!invocation.Outcome.IsCompleted && !_sandbox.Exited.IsCompleted)
        {
            return await FailAsync();
        }

        return invocation.Outcome.IsCompleted
            ? await AnsweredAsync(await invocation.Outcome)
            : await ExitedAsync(session, invocation);
    }

    /// <summary>A program that broke off its answer because it ended, ended: that is the reason to tell.</summary>
    private async Task<InvokeOutcome> AnsweredAsync(InvokeOutcome outcome)
    {
        if (outcome is not InvokeOutcome.Faulted { Fault: var fault } || fault != FunctionFault.TruncatedResponse)
        {
            return outcome;
        }

        await _programs.WaitAsync(SandboxPrograms.LastWords, _sandbox.Exited);
        return _sandbox.Exited.IsCompleted ? SandboxPrograms.Faulted(await _sandbox.Exited) : outcome;
    }

    /// <summary>What a program wrote before it ended still counts, when it was all there.</summary>
    private async Task<InvokeOutcome?> ExitedAsync(RuntimeSession session, Invocation invocation)
    {
        if (session.Phase is RuntimePhase.InvocationResponse or RuntimePhase.InvocationErrorResponse)
        {
            await _programs.WaitAsync(SandboxPrograms.LastWords, invocation.Outcome);
        }

        if (invocation.Outcome.IsCompletedSuccessfully && await invocation.Outcome is not InvokeOutcome.Faulted and var answer)
        {
            return answer;
        }

        if (session.End() is not null)
        {
            return null;
        }

        var failed = SandboxPrograms.Faulted(await _sandbox.Exited);
        TellRuntimeDone(failed);
        _failed = _time.GetTimestamp();
        await _programs.ResetAsync(ShutdownReason.Failure);
        return failed;
    }

    /// <summary>The rest of an invocation whose outcome is known: until runtime and extensions are done, or out of time.</summary>
    private async Task FinishAsync(InvokeOutcome outcome, bool isInitFailure, long began)
    {
        if (_course.Phase == SandboxPhase.Invoke && Registry.IsUsed)
        {
            outcome = await SettleAsync(outcome, began) ?? outcome;
        }

        // How long extensions take to end is no part of the invocation.
        var took = _time.GetElapsedTime(began, _failed ?? _time.GetTimestamp());
        _failed = null;
        if (_course.Phase == SandboxPhase.Invoke)
        {
            _course.Take(SandboxLife.Step.Finish);
        }

        _sandbox.DrainOutput();
        _log.Flush();
        _story.RestoreDuration = _restore.TakeDuration();
        _story.End(outcome, isInitFailure, took, PeakMiB);
        _course.Rest();
    }

    /// <returns>What went wrong after the answer; null when nothing did. The sandbox is reset then.</returns>
    private async Task<InvokeOutcome?> SettleAsync(InvokeOutcome outcome, long began)
    {
        // Extensions wait for the news that the runtime is done before they are.
        var asked = _endpoint.Session.WhenAskedAsync();
        await _programs.WaitAsync(Remaining(began), asked, _sandbox.Exited, Registry.Told);
        if (asked.IsCompleted)
        {
            TellRuntimeDone(outcome);
        }

        var (runtimeDoneAt, runtimeDone) = (_time.GetUtcNow(), _time.GetTimestamp());
        var done = Task.WhenAll(_settled, asked);
        await _programs.WaitAsync(Remaining(began), done, _sandbox.Exited, Registry.Told);
        if (done.IsCompleted)
        {
            _story.ExtensionOverhead = new PlatformSpan("extensionOverhead", runtimeDoneAt, _time.GetElapsedTime(runtimeDone));
        }

        return done.IsCompleted || _sandbox.Exited.IsCompleted ? null : await FailAsync();
    }

    /// <summary>Behind what the runtime wrote meanwhile.</summary>
    private void TellRuntimeDone(InvokeOutcome outcome)
    {
        _sandbox.DrainOutput();
        _story.RuntimeDone(outcome);
    }

    /// <summary>An extension failed, or the time is up.</summary>
    private async Task<InvokeOutcome> FailAsync()
    {
        var fault = await _programs.FindExtensionFaultAsync() ?? FunctionFault.Timeout(Settings.Timeout);
        var failed = new InvokeOutcome.Faulted(fault);
        TellRuntimeDone(failed);
        _failed = _time.GetTimestamp();
        await _programs.ResetAsync(fault.IsTimeout ? ShutdownReason.Timeout : ShutdownReason.Failure);
        return failed;
    }

    /// <returns>Null when the program asked for its first invocation; else why it did not. The sandbox is reset and the log told then.</returns>
    private async Task<InvokeOutcome?> BootAsync(TimeSpan limit)
    {
        _course.Take(SandboxLife.Step.Boot);
        var isAhead = _course.Phase == SandboxPhase.Init;
        if (!isAhead)
        {
            _story.InitStart(PlatformWords.InvokePhase);
        }

        var began = _time.GetTimestamp();
        var failure = _parts.Flaw is { } flaw
            ? new InvokeOutcome.Faulted(flaw)
            : await _programs.StartAsync(limit);

        // Before the reset: how long extensions take to end is no part of INIT.
        var took = _time.GetElapsedTime(began);
        _initFailed = isAhead && failure is not null;
        if (failure is not null)
        {
            var timedOut = failure is InvokeOutcome.Faulted { Fault.IsTimeout: true };
            await _programs.ResetAsync(timedOut ? ShutdownReason.Timeout : ShutdownReason.Failure);
        }
        else if (isAhead && !_version.StartsFromSnapshot)
        {
            _story.InitDuration = took;
        }

        _story.InitReport(took, failure);
        return failure;
    }

    /// <summary>A program that answered and has not asked for more goes on, as long as the invocation may.</summary>
    private bool IsAtRest() => _endpoint.Session.Phase is RuntimePhase.Ready or RuntimePhase.RestoreReady || _time.GetUtcNow() >= _deadline;

    private int PeakMiB => (int)Math.Clamp((_programs.NotePeak() + (1 << 20) - 1) >> 20, 1, Settings.MemoryMiB);

    private TimeSpan Remaining(long began) => _programs.Left(Settings.Timeout, began);
}
