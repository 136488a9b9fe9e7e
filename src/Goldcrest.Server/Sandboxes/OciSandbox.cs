using System.Net.Sockets;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Oci;

namespace Goldcrest.Server.Sandboxes;

/// <summary>One sandbox on an OCI runtime: owns everything on the host that was made for it, and takes it away again.</summary>
internal sealed class OciSandbox : ISandbox
{
    /// <summary>The shell's convention, which PID 1 follows: a program ended by signal n is reported as 128 + n.</summary>
    private const int SignalBase = 128;
    private const int HighestSignal = 64;
    private static readonly TimeSpan LongestDeath = TimeSpan.FromSeconds(10);
    private static readonly Task<SandboxExit> Never = new TaskCompletionSource<SandboxExit>().Task;

    private readonly SandboxHoldings _held;
    private readonly SandboxSpec _spec;
    private readonly OciRuntime _runtime;
    private readonly EpollLoop _loop;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly List<SandboxProcess> _companions = [];
    private IReadOnlyList<int> _helperGroups = [];
    private SandboxProcess? _first;
    private SandboxProcess? _program;
    private bool _disposed;

    public OciSandbox(SandboxSpec spec, SandboxHoldings held, OciRuntime runtime, EpollLoop loop, TimeProvider time)
    {
        _spec = spec;
        _held = held;
        _runtime = runtime;
        _loop = loop;
        _time = time;
    }

    public string Id => _spec.Id;

    public Socket RuntimeApiListener => _held.Network!.Listener;

    public Task<Socket> OpenSocketAsync() => _held.Network!.OpenSocketAsync();

    public Task<SandboxExit> Exited { get; private set; } = Never;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        CheckIsDown(cancellationToken);
        if (!_spec.HasCompanions)
        {
            throw new InvalidOperationException("this sandbox was made for one program only");
        }

        Exited = Never;
        _first = await StartFirstAsync();
    }

    public async Task<ISandboxCompanion> StartCompanionAsync(CompanionSpec companion, CancellationToken cancellationToken)
    {
        if (_first is null || !_spec.HasCompanions)
        {
            throw new InvalidOperationException("companions come after the sandbox was opened");
        }

        cancellationToken.ThrowIfCancellationRequested();
        var process = await StartInsideAsync(companion.Command, companion.Environment, "/", companion.Output);
        lock (_gate)
        {
            _companions.Add(process);
        }

        return process;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_first is not null && _spec.HasCompanions && _program is null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _program = await StartInsideAsync(_spec.Command, _spec.Environment, _spec.WorkingDirectory, _spec.Output);
        }
        else
        {
            CheckIsDown(cancellationToken);
            _first = _program = await StartFirstAsync();
        }

        Exited = _program.Exited;
    }

    public void LimitCpu() => _held.Cgroup.LimitCpu(_spec.MemoryMiB);

    public void DrainOutput()
    {
        _program?.DrainOutput();
        lock (_gate)
        {
            _companions.ForEach(companion => companion.DrainOutput());
        }
    }

    public long ReadPeakMemoryBytes() => _held.Cgroup.ReadPeakMemoryBytes();

    public void ResetPeakMemory() => _held.Cgroup.ResetPeakMemory();

    public void Freeze() => _held.Cgroup.Freeze();

    public void Thaw() => _held.Cgroup.Thaw();

    public void Terminate() => _program?.Signal(Libc.SignalTerminate);

    public void Kill() => _program?.Kill();

    public async Task ResetAsync()
    {
        if (_first is { } first)
        {
            // The death of PID 1 takes its whole process namespace along, and nobody can leave that. One that is frozen dies when thawed.
            first.Kill();
            _held.Cgroup.UnlimitCpu();
            _held.Cgroup.Thaw();
            await WaitForDeathAsync();
        }

        await ClearAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await ResetAsync();
        await _held.DisposeAsync();
    }

    internal static SandboxExit Translate(ChildExit exit, bool outOfMemory) => exit.ExitCode is > SignalBase and <= SignalBase + HighestSignal
        ? new SandboxExit(null, exit.ExitCode - SignalBase, outOfMemory)
        : new SandboxExit(exit.ExitCode, exit.Signal, outOfMemory);

    private void CheckIsDown(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_first is not null)
        {
            throw new InvalidOperationException("a sandbox starts again only after a reset");
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<SandboxProcess> StartFirstAsync()
    {
        try
        {
            _held.Cgroup.Make(_runtime.Dialect.LimitsFor(_spec.MemoryMiB));
            var first = _held.TakeWaiting() is { } waiting
                ? await _runtime.ContinueAsync(waiting, _held.Bundle, _spec.Output)
                : await RunProcessAsync(_spec.Output, descriptors => _runtime.RunAsync(_held.Bundle, _held.Cgroup, descriptors));
            _helperGroups = _runtime.Dialect.LeavesHelpers ? Orphans.GroupsOf(_held.Cgroup.ReadProcesses(), except: first.Id) : [];
            return first;
        }
        catch (Exception fault) when (fault is SandboxLaunchException or IOException or UnauthorizedAccessException)
        {
            await ClearAsync();
            throw fault as SandboxLaunchException ?? new SandboxLaunchException("could not start a sandbox: " + fault.Message, fault);
        }
    }

    private Task<SandboxProcess> StartInsideAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string workingDirectory, ISandboxOutput output) =>
        RunProcessAsync(output, descriptors => _runtime.ExecAsync(
            _held.Bundle, _held.Cgroup, BundleConfig.WriteProcess(command, environment, workingDirectory), descriptors));

    private Task<SandboxProcess> RunProcessAsync(ISandboxOutput output, Func<int[], Task<StartedProcess>> run)
    {
        var process = new SandboxProcess(_loop, _held.Cgroup.RanOutOfMemory);
        return process.RunAsync(output, () => process.WithDescriptorsAsync(run));
    }

    /// <summary>Of all processes whose exit somebody may be told.</summary>
    private async Task WaitForDeathAsync()
    {
        try
        {
            var exits = _companions.Select(companion => companion.Exited).Append(_first!.Exited);
            await Task.WhenAll(_program is null ? exits : exits.Append(_program.Exited)).WaitAsync(LongestDeath, _time);
        }
        catch (TimeoutException)
        {
            // The sweep of the control group, which comes next, tries harder and names what does not die.
        }
    }

    /// <summary>Takes away what one start made. Also after a start that failed half-way, when processes may be left.</summary>
    private async Task ClearAsync()
    {
        await _held.KillLeftoversAsync(_time);
        foreach (var group in _helperGroups)
        {
            Orphans.Reap(group);
        }

        _first?.Dispose();
        _program?.Dispose();
        _companions.ForEach(companion => companion.Dispose());
        _companions.Clear();
        (_first, _program) = (null, null);
        _runtime.Forget(_held.Bundle);
        _held.Cgroup.Remove();
    }
}
