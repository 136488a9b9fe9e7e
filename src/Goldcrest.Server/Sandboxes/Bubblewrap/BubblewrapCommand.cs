using System.Text;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.FileSystems;
using Goldcrest.Server.Sandboxes.Oci;

namespace Goldcrest.Server.Sandboxes.Bubblewrap;

/// <summary>The command line of bubblewrap, which builds sandboxes without root.</summary>
internal static class BubblewrapCommand
{
    public const string Program = "/usr/bin/bwrap";

    /// <summary>Descriptors after the program's own four.</summary>
    private const int InfoDescriptor = 4;
    private const int ArgumentsDescriptor = 5;
    private const int FilterDescriptor = 6;

    private static readonly string[] Walls =
    [
        "--unshare-user", "--disable-userns", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
        "--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL", "--clearenv",
        "--uid", $"{BundleConfig.UserId}", "--gid", $"{BundleConfig.GroupId}", "--hostname", "sandbox",
        "--info-fd", $"{InfoDescriptor}", "--seccomp", $"{FilterDescriptor}",
    ];

    /// <summary>What everybody on the host may see: no variable of the function is in it.</summary>
    public static IReadOnlyList<string> Line(IReadOnlyList<string> command) =>
    [
        "/usr/bin/prlimit", $"--nofile={BundleConfig.Descriptors}:{BundleConfig.Descriptors}", "--core=0:0", "--",
        Program, "--args", $"{ArgumentsDescriptor}", "--", "/usr/bin/tini-static", "--", .. command,
    ];

    /// <summary>The rest, for the descriptor of arguments: each ended by a zero byte.</summary>
    /// <exception cref="SandboxLaunchException">One has a zero byte itself: what follows would be an argument of its own, and might mount whatever it likes.</exception>
    public static byte[] Arguments(SandboxSpec spec, BubblewrapPlaces places, IReadOnlyDictionary<string, string> environment)
    {
        List<string> arguments =
        [
            .. Walls,
            .. environment.SelectMany(variable => new[] { "--setenv", variable.Key, variable.Value }),
            .. Bind(places.RootFileSystem, "/"),
            .. Bind("/usr", "/usr"),

            // The network is the host's, and so is who knows its names.
            "--ro-bind-try", "/etc/resolv.conf", "/etc/resolv.conf",
            "--proc", "/proc",
            "--dev", "/dev",
            .. spec.CodeDirectory is { } code ? Bind(code, "/var/task") : [],
            .. spec.RuntimeDirectory is { } runtime ? Bind(runtime, "/var/runtime") : [],
            .. places.Layers is { } layers ? Bind(layers, "/opt") : [],
            .. spec.Folder is { } folder ? Folder(folder) : [],
            "--bind", places.Tmp, "/tmp",
            "--chdir", spec.WorkingDirectory,
        ];
        if (arguments.Exists(argument => argument.Contains('\0', StringComparison.Ordinal)))
        {
            throw new SandboxLaunchException("a variable or path of the function has a zero byte");
        }

        return Encoding.UTF8.GetBytes(string.Concat(arguments.Select(argument => argument + '\0')));
    }

    private static string[] Folder(FolderMountSpec folder) =>
    [
        "--tmpfs", FolderMountSpec.Root,
        folder.Folder.IsReadOnly ? "--ro-bind" : "--bind", ((SharedFolder.OnHost)folder.Folder).Path, folder.Inside,
        "--remount-ro", FolderMountSpec.Root,
    ];

    private static string[] Bind(string source, string target) => ["--ro-bind", source, target];
}
