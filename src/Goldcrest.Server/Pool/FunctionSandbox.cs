using System.Globalization;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;
using Goldcrest.Core.Logs;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>
/// One sandbox that belongs to one deployment: boots its program, hands it one invocation at a time, and boots it again after a crash or a
/// timeout, with /tmp as it was.
/// </summary>
/// <remarks>Not thread-safe: whoever holds the lease calls it.</remarks>
internal sealed class FunctionSandbox(ISandbox sandbox, RuntimeEndpoint endpoint, SandboxLog log, FunctionVersion version, TimeProvider time, IDisposable code)
    : IAsyncDisposable
{
    private bool _running;
    private TimeSpan? _initDuration;

    public string DeploymentId => version.Serving.Id;

    /// <summary>Null until the first lease ends.</summary>
    public DateTimeOffset IdleSince { get; set; }

    private FunctionSettings Settings => version.Serving.Settings;

    /// <summary>The INIT phase ahead of the first invocation. A failure is logged and kept for the invocation, which tries again.</summary>
    public async Task InitialiseAsync()
    {
        var began = time.GetTimestamp();
        var failure = await BootAsync(InvokeLimits.InitTimeout);
        var took = time.GetElapsedTime(began);
        if (failure is null)
        {
            _initDuration = took;
            return;
        }

        var timedOut = failure is InvokeOutcome.Faulted { Fault.ErrorType: "Sandbox.Timedout" };
        log.InitReport(took, "init", timedOut ? "timeout" : "error", timedOut ? null : ErrorTypeOf(failure));
    }

    public async Task<InvokeResult> InvokeAsync(InvokeRequest request)
    {
        log.Start(request.RequestId);
        var began = time.GetTimestamp();
        var outcome = await RunAsync(request, began);
        var took = time.GetElapsedTime(began);
        if (took > Settings.Timeout)
        {
            took = Settings.Timeout;
        }

        sandbox.DrainOutput();
        log.End(Report(request, outcome, took), FaultLine(request, outcome));
        _initDuration = null;
        return new InvokeResult(outcome, log.ReadTail());
    }

    public async ValueTask DisposeAsync()
    {
        endpoint.Session.End();
        await sandbox.DisposeAsync();
        code.Dispose();
    }

    private async Task<InvokeOutcome> RunAsync(InvokeRequest request, long began)
    {
        while (true)
        {
            if (_running && sandbox.Exited.IsCompleted)
            {
                await ResetAsync();
            }

            if (!_running && await BootAsync(Remaining(began)) is { } failure)
            {
                return failure;
            }

            var invocation = new Invocation
            {
                RequestId = request.RequestId,
                Event = request.Event,
                InvokedArn = request.InvokedArn,
                TraceId = request.TraceId,
                ClientContext = request.ClientContext,
                Deadline = time.GetUtcNow() + Remaining(began),
            };
            if (await ExchangeAsync(invocation, Remaining(began)) is { } outcome)
            {
                return outcome;
            }

            // The program died before it took the event: another life of it may.
            await ResetAsync();
        }
    }

    /// <returns>Null when the program died without having taken the invocation.</returns>
    private async Task<InvokeOutcome?> ExchangeAsync(Invocation invocation, TimeSpan limit)
    {
        if (!endpoint.Session.TryDeliver(invocation))
        {
            return null;
        }

        using var timer = new CancellationTokenSource();
        await Task.WhenAny(invocation.Outcome, sandbox.Exited, Task.Delay(limit, time, timer.Token));
        await timer.CancelAsync();
        if (invocation.Outcome.IsCompleted)
        {
            return await invocation.Outcome;
        }

        if (!sandbox.Exited.IsCompleted)
        {
            await ResetAsync();
            return new InvokeOutcome.Faulted(FunctionFault.Timeout(Settings.Timeout));
        }

        if (endpoint.Session.End() is not null)
        {
            return null;
        }

        var exit = await sandbox.Exited;
        await ResetAsync();
        return Faulted(exit);
    }

    /// <returns>Null when the program asked for its first invocation; else why it did not. The sandbox is reset then.</returns>
    private async Task<InvokeOutcome?> BootAsync(TimeSpan limit)
    {
        var session = endpoint.Renew();
        await sandbox.StartAsync(CancellationToken.None);
        _running = true;
        using var timer = new CancellationTokenSource();
        await Task.WhenAny(session.Initialised, sandbox.Exited, Task.Delay(limit, time, timer.Token));
        await timer.CancelAsync();
        if (session.Initialised is { IsCompletedSuccessfully: true } initialised)
        {
            var error = (await initialised).Error;
            if (error is null)
            {
                sandbox.LimitCpu();
                return null;
            }

            await ResetAsync();
            return error;
        }

        InvokeOutcome failure = sandbox.Exited.IsCompleted
            ? Faulted(await sandbox.Exited)
            : new InvokeOutcome.Faulted(FunctionFault.Timeout(limit));
        await ResetAsync();
        return failure;
    }

    private async Task ResetAsync()
    {
        endpoint.Session.End();
        await sandbox.ResetAsync();
        _running = false;
    }

    private TimeSpan Remaining(long began)
    {
        var rest = Settings.Timeout - time.GetElapsedTime(began);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private static InvokeOutcome.Faulted Faulted(SandboxExit exit) =>
        new(exit.OutOfMemory ? FunctionFault.OutOfMemory : FunctionFault.Exit(exit.ExitCode, exit.Signal));

    private InvocationReport Report(InvokeRequest request, InvokeOutcome outcome, TimeSpan took) => new()
    {
        RequestId = request.RequestId,
        Duration = took,
        InitDuration = _initDuration,
        MemoryMiB = Settings.MemoryMiB,
        MaxMemoryUsedMiB = (int)Math.Clamp(
            (sandbox.ReadPeakMemoryBytes() + (1 << 20) - 1) >> 20, 1, Settings.MemoryMiB),
        Status = outcome switch
        {
            InvokeOutcome.Faulted { Fault.ErrorType: "Sandbox.Timedout" } => "timeout",
            InvokeOutcome.Faulted => "error",
            _ => null,
        },
        ErrorType = outcome is InvokeOutcome.Faulted { Fault.ErrorType: not "Sandbox.Timedout" } ? ErrorTypeOf(outcome) : null,
    };

    private string? FaultLine(InvokeRequest request, InvokeOutcome outcome) => outcome is not InvokeOutcome.Faulted { Fault: var fault } ? null
        : fault.ErrorType == "Sandbox.Timedout"
            ? string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {request.RequestId} {fault.Message}")
            : fault.TextFor(request.RequestId);

    private static string? ErrorTypeOf(InvokeOutcome outcome) => outcome switch
    {
        InvokeOutcome.Faulted { Fault.ErrorType: var type } => type,
        InvokeOutcome.HandlerFailed { ErrorType: var type } => type,
        _ => null,
    };
}
