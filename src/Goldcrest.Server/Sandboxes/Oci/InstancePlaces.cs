using System.Security.Cryptography;
using System.Text;
using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>Where one server keeps what belongs to its sandboxes. Servers with different data directories share none of it.</summary>
internal sealed class InstancePlaces
{
    /// <summary>Holds the groups of all servers of the host.</summary>
    public const string SharedCgroup = "/goldcrest";

    private const int InstanceDigits = 12;

    public InstancePlaces(OciLauncherOptions options)
    {
        var data = Path.GetFullPath(options.DataDirectory);
        Instance = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)))[..InstanceDigits];
        Shared = options.RunDirectory;
        Run = Path.Combine(Shared, Instance);
        Scratch = Path.Combine(data, "scratch");
    }

    /// <summary>12 hex digits of the data directory's name.</summary>
    public string Instance { get; }

    /// <summary>Used by all servers of the host.</summary>
    public string Shared { get; }

    /// <summary>A file system in memory that only this server sees.</summary>
    public string Run { get; }

    /// <summary>On the data disk: images of /tmp.</summary>
    public string Scratch { get; }

    public string Lock => Path.Combine(Scratch, "lock");

    public string RootFileSystem => Path.Combine(Run, "root");

    /// <summary>The program that holds a sandbox of an image open.</summary>
    public string Keeper => Path.Combine(Run, "keeper");

    /// <summary>An OCI runtime's own notes.</summary>
    public string StateOf(Isolation isolation) => Path.Combine(Run, "state", IsolationChoice.NameOf(isolation));

    /// <summary>Where exports of NFS servers are mounted.</summary>
    public string Exports => Path.Combine(Run, "exports");

    /// <summary>What stands for files of the kernel in all sandboxes.</summary>
    public string Views => Path.Combine(Run, "views");

    public string Disks => Path.Combine(Run, "disks");

    public string Cgroup => $"{SharedCgroup}/{Instance}";

    public string CgroupOf(string sandboxId) => $"{Cgroup}/{sandboxId}";

    public string BundleOf(string sandboxId) => Path.Combine(Run, "sandboxes", sandboxId);
}
