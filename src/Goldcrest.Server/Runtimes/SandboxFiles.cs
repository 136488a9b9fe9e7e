using Goldcrest.Server.Sandboxes.Oci;

namespace Goldcrest.Server.Runtimes;

/// <summary>
/// What a sandbox sees under a path, told before there is a sandbox. Of a zip: /var/task is the function's code, /opt its layers merged, and below them the
/// image that its interpreter comes from, or of the host /usr, the links into it and /etc/alternatives, where programs are; nothing else. Of an image: its
/// tree. Links are followed as they are inside.
/// </summary>
internal sealed class SandboxFiles
{
    /// <summary>As many as the kernel follows.</summary>
    private const int MaxLinks = 40;

    private readonly (string Inside, IReadOnlyList<string> Outside)[] _mounts;
    private readonly HashSet<string> _linksIntoUsr = [];

    /// <param name="codeDirectory">Host directory that becomes /var/task.</param>
    /// <param name="layerDirectories">Host directories merged into /opt; a later one wins.</param>
    public SandboxFiles(string codeDirectory, IReadOnlyList<string> layerDirectories)
    {
        _linksIntoUsr = [.. RootFileSystem.LinksIntoUsr];
        _mounts =
        [
            ("/var/task", [codeDirectory]),
            ("/opt", [.. layerDirectories.Reverse()]),
            ("/usr", ["/usr"]),
            ("/etc/alternatives", ["/etc/alternatives"]),
            .. RootFileSystem.LinksIntoUsr.Select(name => ($"/{name}", (IReadOnlyList<string>)[$"/usr/{name}"])),
        ];
    }

    private SandboxFiles((string Inside, IReadOnlyList<string> Outside)[] mounts) => _mounts = mounts;

    /// <param name="root">Host directory that is the whole of what the sandbox sees.</param>
    public static SandboxFiles OfImage(string root) => new([("", [root])]);

    /// <param name="root">Host directory that is all that the sandbox sees but for code and layers.</param>
    public static SandboxFiles OnImage(string root, string codeDirectory, IReadOnlyList<string> layerDirectories) =>
        new([("/var/task", [codeDirectory]), ("/opt", [.. layerDirectories.Reverse()]), ("", [root])]);

    /// <summary>Whether there is a file or a link of this name, be it one that leads nowhere.</summary>
    public bool Contains(string path) => FindEntry(path) is { } entry && !IsDirectory(entry);

    /// <returns>The host's path of the file; null when there is none at the end of all links.</returns>
    public string? FindFile(string path) => Find(path) is { } found && File.Exists(found) ? found : null;

    /// <returns>The host's path of the directory; null when there is none at the end of all links.</returns>
    public string? FindDirectory(string path) => Find(path) is { } found && Directory.Exists(found) ? found : null;

    private string? Find(string path)
    {
        var steps = new Stack<string>(Split(path).Reverse());
        var (at, links) = ("", 0);
        while (steps.TryPop(out var step))
        {
            if (step == "..")
            {
                at = at.Length == 0 ? "" : at[..at.LastIndexOf('/')];
                continue;
            }

            if (FindEntry($"{at}/{step}") is not { } found)
            {
                return null;
            }

            if (FindTarget($"{at}/{step}", found) is not { } target)
            {
                at = $"{at}/{step}";
                continue;
            }

            if (++links > MaxLinks)
            {
                return null;
            }

            at = target.StartsWith('/') ? "" : at;
            foreach (var next in Split(target).Reverse())
            {
                steps.Push(next);
            }
        }

        return FindEntry(at.Length == 0 ? "/" : at);
    }

    /// <returns>The host's path of what bears this name, a link unfollowed; null when there is nothing.</returns>
    private string? FindEntry(string path)
    {
        foreach (var (inside, outside) in _mounts)
        {
            if (path == inside)
            {
                return outside.FirstOrDefault(Exists);
            }

            if (path.StartsWith($"{inside}/", StringComparison.Ordinal))
            {
                return outside.Select(root => root + path[inside.Length..]).FirstOrDefault(Exists);
            }
        }

        // On the way to a mount there are directories that hold nothing else.
        return _mounts.Any(mount => mount.Inside.StartsWith($"{path}/", StringComparison.Ordinal)) ? "/" : null;
    }

    /// <returns>Where a link leads; null for what is none.</returns>
    private string? FindTarget(string path, string entry) =>
        _linksIntoUsr.Contains(path[1..]) ? $"usr{path}" : new FileInfo(entry).LinkTarget;

    private static IEnumerable<string> Split(string path) => path.Split('/').Where(step => step is not ("" or "."));

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static bool IsDirectory(string path) => Directory.Exists(path) && new FileInfo(path).LinkTarget is null;
}
