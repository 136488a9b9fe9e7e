using System.Net;
using System.Net.NetworkInformation;
using Goldcrest.Cli.Running;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Hosting;
using Goldcrest.Server.Runtimes;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Cli.Installing;

/// <summary>What <c>doctor</c> tells beyond the requirements of every start: who serves which runtime, disk, port, clock.</summary>
internal static class HostState
{
    private const long LowDiskBytes = 2L << 30;

    public static IEnumerable<HostRequirement> Look(string dataDirectory, int port, TimeProvider time)
    {
        foreach (var language in RuntimeCatalog.OfThisHost(Path.Combine(AppContext.BaseDirectory, "runtimes")).Languages)
        {
            yield return Serving(language);
        }

        var server = DataDirectoryLock.FindHolder(dataDirectory);
        yield return new HostRequirement(
            "server", "none runs on this data directory", server is null ? $"none runs on {dataDirectory}" : $"process {server.ProcessId}, {server.Endpoint ?? "starting"}", "");
        yield return Disk(dataDirectory);
        yield return Port(port, server);
        yield return Clock(time.GetUtcNow());
    }

    /// <summary>Which functions of a language run here, and on which version.</summary>
    private static HostRequirement Serving(Language language)
    {
        var remedy = HostCheck.PackageCommand([language.Package]);
        var launches = RuntimeValues.All
            .Where(runtime => language.Owns(runtime) && SupportedRuntimes.Refuse(runtime) is null)
            .Select(runtime => (Runtime: runtime, Serving: language.FindInterpreter(runtime)))
            .Where(pair => pair.Serving is not null)
            .GroupBy(pair => pair.Serving!.Value.Interpreter.Version, StringComparer.Ordinal)
            .Select(group => $"{group.Key} {Serves(group.ToLookup(pair => pair.Serving!.Value.IsExact, pair => pair.Runtime))}")
            .ToList();
        return new HostRequirement($"{language.Name} runtimes", "cannot run here", launches.Count == 0 ? null : string.Join("; ", launches), remedy) { IsFatal = false };
    }

    private static string Serves(ILookup<bool, string> exact) => string.Join(", ", new[]
    {
        exact[true].Any() ? $"serves {string.Join(' ', exact[true])}" : null,
        exact[false].Any() ? $"stands in for {string.Join(' ', exact[false])}" : null,
    }.OfType<string>());

    private static HostRequirement Disk(string dataDirectory)
    {
        var place = dataDirectory;
        while (!Directory.Exists(place))
        {
            place = Path.GetDirectoryName(place) ?? "/";
        }

        var free = new DriveInfo(place).AvailableFreeSpace;
        var text = $"{free / (double)(1L << 30):0.0} GiB free at {place}";
        return new HostRequirement("disk", $"only {text}, and every /tmp, zip and log lies there", free < LowDiskBytes ? null : text, "make room, or choose another disk with --data DIR")
        {
            IsFatal = false,
        };
    }

    private static HostRequirement Port(int port, RunningServer? server)
    {
        var isTaken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Any(listener => listener.Port == port && (IPAddress.IsLoopback(listener.Address) || listener.Address.Equals(IPAddress.Any) || listener.Address.Equals(IPAddress.IPv6Any)));
        var isOurs = server?.Endpoint?.EndsWith($":{port}", StringComparison.Ordinal) == true;
        return new HostRequirement($"port {port}", "is taken by another program", isOurs ? "taken by the server" : isTaken ? null : "free", "stop that, or choose another port with --port N")
        {
            IsFatal = false,
        };
    }

    /// <summary>A clock that is behind this program's own files is wrong, and signatures carry the time.</summary>
    private static HostRequirement Clock(DateTimeOffset now)
    {
        var built = File.GetLastWriteTimeUtc(typeof(HostState).Assembly.Location);
        return new HostRequirement(
            "clock", $"shows {now:u}, before this program was built, so that clients elsewhere are refused", now > built ? $"{now:u}" : null, "set the time, for example with timedatectl set-ntp true")
        {
            IsFatal = false,
        };
    }
}
