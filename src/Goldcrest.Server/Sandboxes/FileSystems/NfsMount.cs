using System.Diagnostics;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.FileSystems;

/// <summary>An export of an NFS server: mounted when it is first wanted, once for all sandboxes.</summary>
internal sealed class NfsMount(string arn, SharedFolder.Export export, string mountPoint, TimeProvider time) : IDisposable
{
    public const string Program = "/usr/sbin/mount.nfs";
    private const int ForceUnmount = 1;

    /// <summary>After the operator's, so that they count: a server that is silent for half a minute is an error of input and output, not a wait without end.</summary>
    private const string OwnOptions = "soft,timeo=100,retrans=2,retry=0,nosuid,nodev";

    private static readonly string[] Unreached = ["connection refused", "no route", "unreachable", "failed to resolve"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _gate = new(1);
    private HostFolder? _folder;

    /// <exception cref="FolderMountException">It cannot be mounted; the next call tries again.</exception>
    public async Task<HostFolder> OpenAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _folder ??= await MountAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        if (_folder is not null)
        {
            _folder.Dispose();
            _ = Libc.Unmount(mountPoint, Libc.UnmountDetach | ForceUnmount);
        }

        _gate.Dispose();
    }

    internal static IReadOnlyList<string> Arguments(SharedFolder.Export export, string mountPoint) =>
        [export.Source, mountPoint, "-o", string.Join(',', ((string[])[export.Options, OwnOptions, export.IsReadOnly ? "ro" : "rw"]).Where(option => option.Length > 0))];

    /// <param name="errors">What the program said.</param>
    internal static MountFailure ReasonOf(string errors) =>
        Unreached.Any(word => errors.Contains(word, StringComparison.OrdinalIgnoreCase)) ? MountFailure.Unreachable
        : errors.Contains("timed out", StringComparison.OrdinalIgnoreCase) ? MountFailure.TimedOut
        : MountFailure.Refused;

    private async Task<HostFolder> MountAsync()
    {
        if (!File.Exists(Program))
        {
            throw new FolderMountException(arn, MountFailure.Refused, $"{Program} is missing (apt-get install nfs-common)");
        }

        Directory.CreateDirectory(mountPoint);
        var start = new ProcessStartInfo(Program, Arguments(export, mountPoint)) { RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            var errors = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0
                ? HostFolder.Open(mountPoint)
                : throw new FolderMountException(arn, ReasonOf(errors), errors.Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new FolderMountException(arn, MountFailure.TimedOut, $"{export.Source} was not mounted within {Patience}");
        }
    }
}
