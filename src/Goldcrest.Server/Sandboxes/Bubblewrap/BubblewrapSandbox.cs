using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.Server.Sandboxes.Oci;
using Goldcrest.Server.Sandboxes.Seccomp;

namespace Goldcrest.Server.Sandboxes.Bubblewrap;

/// <summary>One sandbox built without root: a wall around files and processes, none around network, memory and processor.</summary>
/// <remarks>Source: docs/contracts/isolation.md#process.</remarks>
internal sealed class BubblewrapSandbox(SandboxSpec spec, BubblewrapPlaces places, SpawnThread spawner, EpollLoop loop, TimeProvider time) : ISandbox
{
    private const string RuntimeApiVariable = "AWS_LAMBDA_RUNTIME_API";
    private static readonly TimeSpan LongestDeath = TimeSpan.FromSeconds(10);
    private static readonly Task<SandboxExit> Never = new TaskCompletionSource<SandboxExit>().Task;

    private SandboxProcess? _program;
    private int? _firstInside;
    private bool _disposed;

    public string Id => spec.Id;

    public Socket RuntimeApiListener { get; } = Listen();

    public Task<Socket> OpenSocketAsync() => Task.FromResult(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));

    public Task<SandboxExit> Exited { get; private set; } = Never;

    public Task OpenAsync(CancellationToken cancellationToken) => throw new SandboxLaunchException("external extensions do not run with the isolation 'process'");

    public Task<ISandboxCompanion> StartCompanionAsync(CompanionSpec companion, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("companions come after the sandbox was opened");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_program is not null)
        {
            throw new InvalidOperationException("a sandbox starts again only after a reset");
        }

        cancellationToken.ThrowIfCancellationRequested();
        Exited = Never;
        var process = new SandboxProcess(loop, ranOutOfMemory: static () => false);
        _program = await process.RunAsync(spec.Output, () => process.WithDescriptorsAsync(RunAsync));
        Exited = _program.Exited;
    }

    /// <summary>Without root there is no limit of processor time.</summary>
    public void LimitCpu()
    {
    }

    public void DrainOutput() => _program?.DrainOutput();

    public long ReadPeakMemoryBytes() => _firstInside is { } first ? ProcessMemory.PeakBelow(first) : 0;

    public void ResetPeakMemory()
    {
        if (_firstInside is { } first)
        {
            ProcessMemory.ResetBelow(first);
        }
    }

    /// <summary>Without root nothing can be stopped unnoticed: an idle sandbox goes on.</summary>
    public void Freeze()
    {
    }

    public void Thaw()
    {
    }

    public void Terminate() => _program?.Signal(Libc.SignalTerminate);

    public void Kill() => _program?.Kill();

    public async Task ResetAsync()
    {
        if (_program is not { } program)
        {
            return;
        }

        // The death of process 1 takes its whole process namespace along.
        program.Kill();
        try
        {
            await program.Exited.WaitAsync(LongestDeath, time);
        }
        catch (TimeoutException)
        {
            throw new SandboxLaunchException($"process {program.Id} of a sandbox does not die");
        }
        finally
        {
            program.Dispose();
            (_program, _firstInside) = (null, null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        RuntimeApiListener.Dispose();
        await ResetAsync();
        places.Dispose();
    }

    /// <summary>On the host's loopback, because there is no network of the sandbox's own: any free port.</summary>
    private static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private async Task<StartedProcess> RunAsync(int[] descriptors)
    {
        using var arguments = new FilledPipe(BubblewrapCommand.Arguments(spec, places, Environment()));
        using var filter = new FilledPipe(SandboxSyscalls.Filter);
        using var info = new BubblewrapInfo();
        var child = await spawner.StartAsync(
            BubblewrapCommand.Line(spec.Command), [.. descriptors, info.WriteEnd, arguments.ReadEnd, filter.ReadEnd]);
        _firstInside = await info.FindProcessAsync();

        // Signals go to process 1 of the sandbox, because bubblewrap hands none on. When it could not make one, its words are in the log.
        return _firstInside is { } number && ChildProcess.Find(number) is { } first
            ? new StartedProcess(child, first.Signal, first)
            : StartedProcess.Of(child);
    }

    private Dictionary<string, string> Environment()
    {
        var port = ((IPEndPoint)RuntimeApiListener.LocalEndPoint!).Port;
        var environment = spec.Environment.ToDictionary();
        if (environment.ContainsKey(RuntimeApiVariable))
        {
            environment[RuntimeApiVariable] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        }

        return environment;
    }
}
