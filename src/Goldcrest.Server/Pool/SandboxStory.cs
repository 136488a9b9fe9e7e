using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;
using Goldcrest.Core.Telemetry;
using Goldcrest.Server.RuntimeApi;

namespace Goldcrest.Server.Pool;

/// <summary>What the platform says about one sandbox: its INITs and its invocations, one after the other.</summary>
/// <param name="runtime">What the sandbox is made for and with.</param>
/// <remarks>Not thread-safe: whoever holds the lease calls it.</remarks>
internal sealed class SandboxStory(SandboxLog log, FunctionVersion version, PlatformRuntime runtime, TimeProvider time)
{
    private string _phase = PlatformWords.InitPhase;
    private InvokeRequest _request = null!;
    private Invocation? _invocation;
    private long _began;
    private bool _isRuntimeDone;

    /// <summary>Time of an INIT that no invocation has paid for yet; null when there is none.</summary>
    public TimeSpan? InitDuration { get; set; }

    /// <summary>Time of a restore that no invocation was told of yet; null when there is none.</summary>
    public TimeSpan? RestoreDuration { get; set; }

    /// <summary>How long extensions took after the runtime was done with the invocation; null when there are none, or they did not get done.</summary>
    public PlatformSpan? ExtensionOverhead { get; set; }

    public PlatformRuntime Runtime => runtime;

    private string InitializationType => PlatformWords.InitializationType(version.StartsFromSnapshot);

    private FunctionSettings Settings => version.Serving.Settings;

    /// <param name="phase">Whether it is ahead of the first invocation or inside one.</param>
    public void InitStart(string phase)
    {
        _phase = phase;
        log.Write(new PlatformInitStart(InitializationType, phase, runtime));
    }

    /// <param name="failure">Null when the runtime asked for its first event.</param>
    public void InitRuntimeDone(InvokeOutcome? failure)
    {
        var status = failure is null ? PlatformWords.Success : StatusOf(failure, isInitFailure: true);
        log.Write(new PlatformInitRuntimeDone(InitializationType, _phase, status, failure is null ? null : ErrorTypeOf(failure)));
    }

    /// <param name="failure">Null when the runtime and all extensions asked for their first event.</param>
    public void InitReport(TimeSpan took, InvokeOutcome? failure)
    {
        var status = failure is null ? PlatformWords.Success : StatusOf(failure, isInitFailure: true);
        log.Write(new PlatformInitReport(InitializationType, _phase, took, status, failure is null ? null : ErrorTypeOf(failure)));
    }

    /// <param name="began">When the invocation began; its INIT may have gone before.</param>
    public void Begin(InvokeRequest request, long began)
    {
        (_request, _invocation, _began, _isRuntimeDone) = (request, null, began, false);
        log.Write(new PlatformStart(request.RequestId, version.Number, request.TraceId, request.TenantId));
    }

    /// <summary>The event goes to the runtime.</summary>
    public void HandOver(Invocation invocation) => _invocation = invocation;

    /// <summary>The runtime is done, one way or another. Told once for each invocation.</summary>
    public void RuntimeDone(InvokeOutcome outcome, bool isInitFailure = false)
    {
        if (_isRuntimeDone)
        {
            return;
        }

        _isRuntimeDone = true;
        var status = StatusOf(outcome, isInitFailure);
        log.Write(new PlatformRuntimeDone
        {
            RequestId = _request.RequestId,
            Status = status,
            ErrorType = ErrorTypeOf(outcome),
            Duration = AtMost(time.GetElapsedTime(_began)),
            ProducedBytes = BytesOf(outcome),
            Times = _invocation?.FindTimes(),
            TraceId = _request.TraceId,
            TenantId = _request.TenantId,
        });
    }

    /// <summary>The runtime and all extensions are done.</summary>
    /// <param name="took">How long all of them took together.</param>
    /// <param name="maxMemoryMiB">The most that the sandbox has used.</param>
    public void End(InvokeOutcome outcome, bool isInitFailure, TimeSpan took, int maxMemoryMiB)
    {
        RuntimeDone(outcome, isInitFailure);
        var fault = (outcome as InvokeOutcome.Faulted)?.Fault;
        if (fault is { NamesRequest: true })
        {
            log.Write(new PlatformFault(_request.RequestId, fault));
        }

        log.Write(new PlatformEnd(_request.RequestId));
        var status = StatusOf(outcome, isInitFailure);
        log.Write(new PlatformReport
        {
            RequestId = _request.RequestId,
            // A timer may be early by a part of a millisecond.
            Duration = fault is { IsTimeout: true } ? Settings.Timeout : AtMost(took),
            InitDuration = InitDuration,
            RestoreDuration = RestoreDuration,
            MemoryMiB = Settings.MemoryMiB,
            MaxMemoryUsedMiB = fault == FunctionFault.OutOfMemory ? Settings.MemoryMiB : maxMemoryMiB,
            Status = status,
            ErrorType = ErrorTypeOf(outcome),
            IsWordedByRuntime = outcome is InvokeOutcome.HandlerFailed && !isInitFailure,
            ExtensionOverhead = ExtensionOverhead,
            TraceId = _request.TraceId,
            TenantId = _request.TenantId,
        });

        // Its event may be large, and the sandbox idle for long.
        (InitDuration, RestoreDuration, ExtensionOverhead, _request, _invocation) = (null, null, null, null!, null);
    }

    private static string StatusOf(InvokeOutcome outcome, bool isInitFailure) => outcome switch
    {
        InvokeOutcome.Faulted { Fault.IsTimeout: true } => PlatformWords.Timeout,
        InvokeOutcome.Responded when !isInitFailure => PlatformWords.Success,
        _ => PlatformWords.Error,
    };

    private static string? ErrorTypeOf(InvokeOutcome outcome) => outcome switch
    {
        InvokeOutcome.Faulted { Fault: { IsTimeout: false, ErrorType: var type } } => type,
        InvokeOutcome.HandlerFailed { ErrorType: var type } => type,
        InvokeOutcome.NotRestored { ErrorType: var type } => type,
        _ => null,
    };

    private static long? BytesOf(InvokeOutcome outcome) => outcome switch
    {
        InvokeOutcome.Responded { Payload.Length: var bytes } => bytes,
        InvokeOutcome.HandlerFailed { Payload.Length: var bytes } => bytes,
        _ => null,
    };

    private TimeSpan AtMost(TimeSpan took) => took < Settings.Timeout ? took : Settings.Timeout;
}
