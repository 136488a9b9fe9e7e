using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Hosting;

/// <summary>What a host lends to the ordinary user who asks: control groups of his own and users of his own, without which a sandbox of his has neither limits nor walls.</summary>
public sealed record DelegationFacts
{
    private const string Tree = "/sys/fs/cgroup";
    private const int WriteAccess = 2;

    /// <summary>His name; where he has none, his number.</summary>
    public required string User { get; init; }

    /// <summary>Whether control groups of version 2 are all there is: with version 1 nothing can be lent.</summary>
    public required bool HasOneTree { get; init; }

    /// <summary>The group that this process is in, as a directory; null where there is none of version 2.</summary>
    public required string? Group { get; init; }

    /// <summary>Whether he may make groups below it and move processes there.</summary>
    public required bool OwnsGroup { get; init; }

    /// <summary>What the group can limit.</summary>
    public required IReadOnlyList<string> Controllers { get; init; }

    /// <summary>How many user numbers the host has set aside for him (/etc/subuid), the longest range.</summary>
    public required long Users { get; init; }

    /// <summary>The same of groups (/etc/subgid).</summary>
    public required long Groups { get; init; }

    /// <summary>The setting of the kernel that keeps him from making user namespaces; null when none does.</summary>
    public required string? NamespacesForbiddenBy { get; init; }

    /// <summary>Nothing at all.</summary>
    public static DelegationFacts None { get; } = new()
    {
        User = "nobody",
        HasOneTree = false,
        Group = null,
        OwnsGroup = false,
        Controllers = [],
        Users = 0,
        Groups = 0,
        NamespacesForbiddenBy = null,
    };

    public static DelegationFacts OfThisUser()
    {
        var group = CgroupLayout.OfThisHost().IsVersion2 ? GroupOf(Read("/proc/self/cgroup")) : null;
        var number = Libc.EffectiveUser();
        var user = Environment.UserName is { Length: > 0 } name ? name : $"{number}";
        return new DelegationFacts
        {
            User = user,
            HasOneTree = group is not null,
            Group = group,
            OwnsGroup = group is not null && ((string[])["", "/cgroup.procs", "/cgroup.subtree_control"]).All(name => Libc.Access(group + name, WriteAccess) == 0),
            Controllers = group is null ? [] : Read(group + "/cgroup.controllers").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries),
            Users = LongestRange(Read("/etc/subuid"), user, number),
            Groups = LongestRange(Read("/etc/subgid"), user, number),
            NamespacesForbiddenBy = FindForbidding(Read),
        };
    }

    /// <param name="cgroups">The text of /proc/self/cgroup.</param>
    internal static string? GroupOf(string cgroups) =>
        cgroups.Split('\n').FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal)) is { } line ? (Tree + line[3..]).TrimEnd('/') : null;

    /// <param name="text">Lines of <c>user:first:count</c>; the user is a name or a number.</param>
    internal static long LongestRange(string text, string user, uint number) =>
        text.Split('\n').Select(line => line.Trim().Split(':'))
            .Where(words => words is [var whose, _, _] && (whose == user || whose == $"{number}"))
            .Select(words => long.TryParse(words[2], out var count) ? count : 0)
            .DefaultIfEmpty(0).Max();

    /// <param name="read">The text of a file; empty when there is none.</param>
    internal static string? FindForbidding(Func<string, string> read) =>
        read("/proc/sys/kernel/unprivileged_userns_clone").Trim() == "0" ? "kernel.unprivileged_userns_clone=1"
        : read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").Trim() == "1" ? "kernel.apparmor_restrict_unprivileged_userns=0"
        : read("/proc/sys/user/max_user_namespaces").Trim() == "0" ? "user.max_user_namespaces=15000"
        : null;

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
