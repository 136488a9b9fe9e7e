namespace Goldcrest.Server.Sandboxes.Cgroups;

/// <summary>Where the host mounts its control groups: version 2 alone, or version 1 with one tree a controller.</summary>
/// <param name="IsVersion2">One tree holds all controllers.</param>
/// <param name="Trees">The mount points of the trees in which a sandbox has a group; in version 2 just one.</param>
/// <param name="HiddenUnified">Hybrid hosts: the mount of the version 2 tree that lies beside version 1's; else null.</param>
internal sealed record CgroupLayout(
    bool IsVersion2, IReadOnlyList<string> Trees, IReadOnlyDictionary<string, string> TreeByController, string? HiddenUnified)
{
    private const string Unified = "";

    private static readonly string[] UsedControllers = ["memory", "cpu", "cpuacct", "pids", "freezer", "devices"];

    /// <param name="mountInfo">The text of /proc/self/mountinfo.</param>
    public static CgroupLayout Parse(string mountInfo)
    {
        var version1 = new Dictionary<string, string>(StringComparer.Ordinal);
        var unified = new List<string>();
        foreach (var line in mountInfo.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // 36 35 98:0 /root /mount/point options [optional fields] - type source super-options
            var halves = line.Split(" - ", 2);
            if (halves.Length < 2 || halves[1].Split(' ') is not [var type, _, var superOptions] || !type.StartsWith("cgroup", StringComparison.Ordinal))
            {
                continue;
            }

            var mountPoint = halves[0].Split(' ')[4];
            if (type == "cgroup2")
            {
                unified.Add(mountPoint);
                continue;
            }

            foreach (var controller in superOptions.Split(','))
            {
                version1.TryAdd(controller, mountPoint);
            }
        }

        // One tree may carry several controllers: "cpu,cpuacct".
        string[] trees = [.. UsedControllers.Where(version1.ContainsKey).Select(controller => version1[controller]).Distinct()];
        return trees.Length == 0 && unified.Count > 0
            ? new CgroupLayout(true, [unified[0]], new Dictionary<string, string> { [Unified] = unified[0] }, null)
            : new CgroupLayout(false, trees, version1, unified.FirstOrDefault());
    }

    public static CgroupLayout OfThisHost() => Parse(File.ReadAllText("/proc/self/mountinfo"));

    public bool Has(string controller) => IsVersion2
        ? File.ReadAllText(Path.Combine(Trees[0], "cgroup.controllers")).Split([' ', '\n']).Contains(controller) || controller == "freezer"
        : TreeByController.ContainsKey(controller);

    /// <summary>A file of one controller in the group at the path (which starts with a slash).</summary>
    /// <exception cref="SandboxLaunchException">The host lacks the controller.</exception>
    public string FileOf(string controller, string group, string name) =>
        TreeByController.TryGetValue(IsVersion2 ? Unified : controller, out var tree)
            ? tree + group + "/" + name
            : throw new SandboxLaunchException($"the kernel offers no cgroup controller '{controller}'");

    /// <summary>The directory of a group in every tree.</summary>
    public IEnumerable<string> DirectoriesOf(string group) => Trees.Select(tree => tree + group);
}
