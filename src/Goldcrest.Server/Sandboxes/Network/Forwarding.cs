using System.Net.NetworkInformation;
using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>
/// Makes the host pass packets on between its interfaces, for as long as any server of ours needs it. Who switches it on leaves a note in the
/// directory that all servers of the host share; the last to stop switches it off again when there is a note.
/// </summary>
/// <param name="sharedDirectory">In memory: a note must not outlive the host.</param>
/// <param name="space">Names the host's network namespace, which the settings are about.</param>
internal sealed class Forwarding(string sharedDirectory, string space)
{
    private const string Version4 = "/proc/sys/net/ipv4/ip_forward";
    private const string Version6 = "/proc/sys/net/ipv6/conf/all/forwarding";

    /// <returns>What was switched on, for the log.</returns>
    public IReadOnlyList<string> Require(bool withIpv6)
    {
        using var alone = HostLock.Take(sharedDirectory);
        return [.. Switches(withIpv6).Where(SwitchOn)];
    }

    /// <param name="links">What the names of all our servers' links begin with; this server's is gone already.</param>
    public void Release(string links)
    {
        using var alone = HostLock.Take(sharedDirectory);
        if (NetworkInterface.GetAllNetworkInterfaces().Any(link => link.Name.StartsWith(links, StringComparison.Ordinal)))
        {
            return;
        }

        foreach (var path in Switches(withIpv6: true).Where(path => File.Exists(NoteOf(path))))
        {
            File.WriteAllText(path, "0");
            File.Delete(NoteOf(path));
        }
    }

    private static IEnumerable<string> Switches(bool withIpv6) => withIpv6 && File.Exists(Version6) ? [Version4, Version6] : [Version4];

    private bool SwitchOn(string path)
    {
        if (File.ReadAllText(path).Trim() != "0")
        {
            return false;
        }

        File.WriteAllText(NoteOf(path), "");
        File.WriteAllText(path, "1");
        return true;
    }

    private string NoteOf(string path) => Path.Combine(sharedDirectory, $"forwarding-{space}-{(path == Version4 ? 4 : 6)}");
}
