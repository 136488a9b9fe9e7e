namespace Goldcrest.Server.Hosting;

/// <summary>What a host would have to lend to an ordinary user so that crun could hold his functions to their limits, item by item.</summary>
/// <remarks>Source: docs/contracts/isolation.md#without-root.</remarks>
internal static class DelegationCheck
{
    /// <summary>As many as one sandbox sees of each.</summary>
    private const int NumbersOfOneSandbox = 65_536;

    private static readonly string[] Controllers = ["memory", "pids", "cpu"];

    /// <returns>None of them fatal: he is served with less.</returns>
    public static IReadOnlyList<HostRequirement> Judge(DelegationFacts facts, Func<string, bool> fileExists) =>
    [
        Item("one cgroup tree", "only control groups of version 2 can be lent to a user", facts.HasOneTree ? "version 2" : null,
            "boot with systemd.unified_cgroup_hierarchy=1"),
        Item("own cgroup", "limits are set in a group that the user owns", facts.OwnsGroup ? facts.Group : null,
            "start the server with: systemd-run --user --scope -p Delegate=yes goldcrest up"),
        .. Controllers.Select(controller => Item($"own {controller}", $"the user's group must be able to limit {controller}",
            facts.OwnsGroup && facts.Controllers.Contains(controller) ? facts.Group : null,
            @"sudo mkdir -p /etc/systemd/system/user@.service.d && printf '[Service]\nDelegate=cpu memory pids\n' | sudo tee /etc/systemd/system/user@.service.d/delegate.conf"
            + " && sudo systemctl daemon-reload, then log in again")),
        Item("own users", $"each sandbox has {NumbersOfOneSandbox} users and groups of its own",
            facts is { Users: >= NumbersOfOneSandbox, Groups: >= NumbersOfOneSandbox } ? $"{facts.Users} in /etc/subuid, {facts.Groups} in /etc/subgid" : null,
            $"sudo usermod --add-subuids 1000000-1655359 --add-subgids 1000000-1655359 {facts.User}"),
        Item("newuidmap", "gives a sandbox those users", fileExists("/usr/bin/newuidmap") && fileExists("/usr/bin/newgidmap") ? "/usr/bin/newuidmap" : null,
            HostCheck.PackageCommand(["uidmap"])),
        Item("own namespaces", "the kernel must let the user make user namespaces", facts.NamespacesForbiddenBy is null ? "allowed" : null,
            $"sudo sysctl -w {facts.NamespacesForbiddenBy}"),
        Item("crun", "starts sandboxes", fileExists("/usr/bin/crun") ? "/usr/bin/crun" : null, HostCheck.PackageCommand(["crun"])),
    ];

    private static HostRequirement Item(string name, string purpose, string? found, string remedy) => new(name, purpose, found, remedy) { IsFatal = false };
}
