using System.Runtime.InteropServices;

namespace Goldcrest.Cli.Running;

/// <summary>
/// Turns SIGTERM and SIGINT into a request to stop. A second signal leaves at once, with the exit code of a program ended by it; what is left
/// behind then is removed by the next start.
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    public StopSignals()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>Asks another process to stop. False when it is gone or not ours.</summary>
    public static bool SendTerminate(int processId) => Kill(processId, 15) == 0;

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _stop.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_stop.IsCancellationRequested)
        {
            Environment.Exit(context.Signal == PosixSignal.SIGINT ? 130 : 143);
        }

        _stop.Cancel();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
