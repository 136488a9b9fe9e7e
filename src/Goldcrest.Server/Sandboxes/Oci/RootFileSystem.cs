namespace Goldcrest.Server.Sandboxes.Oci;

/// <summary>The root directory that all sandboxes see, read-only: mount points, links into /usr, and an /etc of our own.</summary>
internal static class RootFileSystem
{
    private const UnixFileMode ReadableDirectory = (UnixFileMode)0b111_101_101;
    private const UnixFileMode ReadableFile = (UnixFileMode)0b110_100_100;

    private static readonly string[] Directories = ["usr", "proc", "dev", "tmp", "opt", "mnt", "etc", "var/task", "var/runtime"];

    /// <summary>Names below the root that lead to the same ones below /usr, where the host has those.</summary>
    internal static readonly string[] LinksIntoUsr = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    /// <summary>Of the host's /etc, what interpreters and libraries read: nothing that names users, hosts or secrets.</summary>
    private static readonly string[] CopiedFromEtc =
    [
        "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "ssl/certs", "ssl/openssl.cnf", "alternatives", "mime.types", "services", "protocols",
        "os-release", "debian_version",
    ];

    private static readonly string[] CopiedPatterns = ["java-*-openjdk", "python3*"];

    private static readonly Dictionary<string, string> OwnFiles = new(StringComparer.Ordinal)
    {
        ["passwd"] = $"""
            root:x:0:0:root:/root:/sbin/nologin
            sbx_user1051:x:{BundleConfig.UserId}:{BundleConfig.GroupId}::/tmp:/sbin/nologin

            """,
        ["group"] = $"""
            root:x:0:
            sbx_user1051:x:{BundleConfig.GroupId}:

            """,
        ["hosts"] = "127.0.0.1 localhost sandbox sandbox.localdomain\n",
        ["hostname"] = "sandbox\n",
        ["nsswitch.conf"] = "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n",
    };

    /// <summary>Nothing listens there: without a network a lookup fails at once instead of after a timeout.</summary>
    public const string NoResolver = "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n";

    /// <param name="root">Made here; must not exist.</param>
    /// <param name="resolver">What <c>/etc/resolv.conf</c> says.</param>
    public static void Make(string root, string resolver)
    {
        foreach (var directory in Directories)
        {
            Directory.CreateDirectory(Path.Combine(root, directory), ReadableDirectory);
        }

        foreach (var link in LinksIntoUsr.Where(link => Directory.Exists("/usr/" + link)))
        {
            File.CreateSymbolicLink(Path.Combine(root, link), "usr/" + link);
        }

        var etc = Path.Combine(root, "etc");
        foreach (var entry in CopiedFromEtc.Concat(CopiedPatterns.SelectMany(MatchesInEtc)))
        {
            CopyReadable("/etc/" + entry, Path.Combine(etc, entry));
        }

        foreach (var (name, content) in OwnFiles)
        {
            File.WriteAllText(Path.Combine(etc, name), content);
        }

        File.WriteAllText(Path.Combine(etc, "resolv.conf"), resolver);
        File.CreateSymbolicLink(Path.Combine(etc, "localtime"), "/usr/share/zoneinfo/UTC");
        File.CreateSymbolicLink(Path.Combine(etc, "mtab"), "/proc/self/mounts");
    }

    private static IEnumerable<string> MatchesInEtc(string pattern) => Directory.GetDirectories("/etc", pattern).Select(path => Path.GetFileName(path));

    /// <summary>Copies files that everybody may read, and links as links; leaves out the rest.</summary>
    private static void CopyReadable(string from, string to)
    {
        var file = new FileInfo(from);
        if (file.LinkTarget is { } target)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!, ReadableDirectory);
            File.CreateSymbolicLink(to, target);
        }
        else if (Directory.Exists(from))
        {
            Directory.CreateDirectory(to, ReadableDirectory);
            foreach (var entry in Directory.GetFileSystemEntries(from))
            {
                CopyReadable(entry, Path.Combine(to, Path.GetFileName(entry)));
            }
        }
        else if (file.Exists && !file.Attributes.HasFlag(FileAttributes.Device)
            && file.UnixFileMode.HasFlag(UnixFileMode.OtherRead))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!, ReadableDirectory);
            File.Copy(from, to);
            File.SetUnixFileMode(to, ReadableFile);
        }
    }
}
