using Goldcrest.Core.Sandboxes;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes.FileSystems;

/// <summary>The folders that functions share on this node: directories, looked at when the server starts, and exports, mounted when the first function wants them.</summary>
/// <remarks>Source: docs/contracts/file-systems.md. Disposal lets go of them; exports are unmounted.</remarks>
internal sealed partial class SharedFolders(FileSystemPlan plan, string dataDirectory, TimeProvider time, ILogger<SharedFolders> logger) : IDisposable
{
    /// <summary>Of nobody: good enough to try whether a file system can map at all.</summary>
    private const uint TrialUser = 1_000;

    private readonly Dictionary<string, OpenFolder> _directories = [];
    private readonly Dictionary<string, NfsMount> _exports = [];

    private sealed record OpenFolder(HostFolder Folder, uint User, uint Group);

    /// <summary>For sandboxes whose user is the server's own, who mounts nothing: directories only, as they are.</summary>
    /// <exception cref="SandboxLaunchException">Tells of everything that cannot be used.</exception>
    public void StartWithoutRoot() => Report(plan.AccessPoints.Select(point => point.Value is SharedFolder.OnHost directory
        ? FindProblem(point.Key, directory, trial: null)
        : $"{point.Key} is an NFS export, which only root mounts"));

    /// <param name="exports">Where exports are mounted, in the server's own mount namespace.</param>
    /// <exception cref="SandboxLaunchException">Tells of every directory that cannot be used.</exception>
    public async Task StartAsync(string exports)
    {
        foreach (var (arn, export) in Those<SharedFolder.Export>())
        {
            _exports[arn] = new NfsMount(arn, export, Path.Combine(exports, $"{_exports.Count}"), time);
        }

        if (Those<SharedFolder.OnHost>().ToList() is { Count: > 0 } directories)
        {
            using var trial = await IdMap.MakeAsync(TrialUser, TrialUser, UserIdSlots.FirstId);
            Report(directories.Select(point => FindProblem(point.Arn, point.Folder, trial)));
        }
    }

    /// <summary>Mounts a folder for one sandbox.</summary>
    /// <param name="firstHostId">What stands for root in the sandbox; 0 when its users are the host's.</param>
    /// <param name="directory">Where, on the host; need not be there.</param>
    /// <exception cref="FolderMountException">It cannot be had.</exception>
    public async Task<FolderMount> MountAsync(FolderMountSpec spec, uint firstHostId, string directory)
    {
        try
        {
            if (_directories.TryGetValue(spec.Arn, out var open))
            {
                using var ids = await IdMap.MakeAsync(open.User, open.Group, firstHostId);
                return FolderMount.Make(open.Folder, spec, ids, directory);
            }

            return FolderMount.Make(await _exports[spec.Arn].OpenAsync(), spec, ids: null, directory);
        }
        catch (Exception fault) when (fault is SandboxLaunchException or IOException or UnauthorizedAccessException)
        {
            LogMountFailed(spec.Arn, fault.Message);
            throw new FolderMountException(spec.Arn, MountFailure.Refused, fault.Message, fault);
        }
        catch (FolderMountException fault)
        {
            LogMountFailed(spec.Arn, fault.Message);
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var open in _directories.Values)
        {
            open.Folder.Dispose();
        }

        foreach (var export in _exports.Values)
        {
            export.Dispose();
        }
    }

    private static void Report(IEnumerable<string?> problems)
    {
        if (string.Join("; ", problems.OfType<string>()) is { Length: > 0 } all)
        {
            throw new SandboxLaunchException("--file-systems cannot be used: " + all);
        }
    }

    private IEnumerable<(string Arn, T Folder)> Those<T>()
        where T : SharedFolder => plan.AccessPoints.Where(point => point.Value is T).Select(point => (point.Key, (T)point.Value));

    /// <param name="trial">Null where users stay as they are.</param>
    private string? FindProblem(string arn, SharedFolder.OnHost directory, IdMap? trial)
    {
        HostFolder folder;
        try
        {
            folder = HostFolder.Open(directory.Path);
        }
        catch (SandboxLaunchException fault)
        {
            return fault.Message;
        }

        var owner = folder.ReadOwner();
        var open = _directories[arn] = new OpenFolder(folder, directory.User ?? owner.User, directory.Group ?? owner.Group);
        return Overlaps(folder.Path, dataDirectory) ? $"{directory.Path} lies in the data directory or around it, which is the server's alone"
            : trial is null ? null
            : open.User == 0 || open.Group == 0 ? $"{directory.Path} belongs to root: give it to another user and group, or name them by uid and gid"
            : !folder.CanMap(trial) ? $"{directory.Path} lies on a file system ({folder.FileSystem}) that cannot show files as another user's (idmapped mounts): choose a directory on ext4, xfs or btrfs"
            : null;
    }

    private static bool Overlaps(string one, string other) => IsWithin(one, other) || IsWithin(other, one);

    private static bool IsWithin(string path, string folder) =>
        (path.TrimEnd('/') + '/').StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal);

    [LoggerMessage(3020, LogLevel.Warning, "Access point {Arn} is not mounted: {Reason}")]
    private partial void LogMountFailed(string arn, string reason);
}
