using System.Runtime.InteropServices;

namespace Goldcrest.Cli.Installing;

/// <summary>What the server needs from the host, looked up by path: nothing is run, so asking costs nothing at every start.</summary>
internal static class HostRequirements
{
    private static readonly string[] Binaries = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    private static readonly string[] Libraries =
        ["/lib/" + Multiarch, "/usr/lib/" + Multiarch, "/usr/lib64", "/lib64", "/usr/lib", "/usr/local/lib"];

    private static string Multiarch => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";

    public static IReadOnlyList<HostRequirement> Look() => Look(File.Exists);

    /// <param name="exists">Whether a file is there, by absolute path.</param>
    public static IReadOnlyList<HostRequirement> Look(Func<string, bool> exists)
    {
        return
        [
            Find("crun", "starts sandboxes", "crun", Binaries, "crun"),
            Find("tini", "reaps processes inside a sandbox", "tini", Binaries, "tini-static", "tini"),
            Find("ip", "connects a sandbox's network", "iproute2", Binaries, "ip"),
            Find("libsqlite3", "stores functions", "libsqlite3-0", Libraries, "libsqlite3.so.0"),
            Find("mkfs.ext4", "gives a sandbox a /tmp of its size", "e2fsprogs", Binaries, "mkfs.ext4"),
            Find("unshare", "hides the host's mounts", "util-linux", Binaries, "unshare"),

            // Sandboxes see the host's /usr, so an interpreter elsewhere does not count.
            Find("node", "runs nodejs functions", "nodejs", ["/usr/bin"], "node"),
            Find("python3", "runs python functions", "python3", ["/usr/bin"], "python3"),
        ];

        HostRequirement Find(string name, string purpose, string package, string[] folders, params string[] files) =>
            new(name, purpose, package, folders.SelectMany(folder => files.Select(file => $"{folder}/{file}")).FirstOrDefault(exists));
    }
}
