using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Goldcrest.Benchmarks;

/// <summary>Everything that one run measures.</summary>
internal static class Scenarios
{
    // Pinned, so that two reports compare with the same peer. The newer majors need an account to start.
    private const string PeerPackages = "serverless@3.40.0 serverless-offline@13.9.0";

    private const string Languages = "languages";

    private const string NodeEcho =
        "require('http').createServer((q, r) => { const c = []; q.on('data', (d) => c.push(d)); q.on('end', () => r.end(Buffer.concat(c))); })" +
        ".listen(+process.argv[1], '127.0.0.1', () => console.log('listening'));";

    /// <summary>Whose absence costs a run nothing but themselves.</summary>
    public static bool IsPeer(IScenario scenario) => scenario is EchoServerScenario;

    /// <summary>Those that a person named, or all. Languages may be named one by one, and are measured side by side.</summary>
    /// <param name="unknown">What was named and is not there; null when all is.</param>
    public static IReadOnlyList<IScenario> Choose(IReadOnlyList<string> wanted, int rounds, string cache, TextWriter progress, out string? unknown)
    {
        bool IsLanguage(string name) => EchoFunction.All.Any(function => function.Language == name);
        var all = All(EchoFunction.All, rounds, cache, progress);
        unknown = wanted.FirstOrDefault(name => !IsLanguage(name) && all.All(scenario => scenario.Name != name));
        var names = wanted.Select(name => IsLanguage(name) ? Languages : name).ToList();
        var functions = wanted.Any(IsLanguage) ? [.. EchoFunction.All.Where(function => wanted.Contains(function.Language))] : EchoFunction.All;
        return [.. All(functions, rounds, cache, progress).Where(scenario => names.Count == 0 || names.Contains(scenario.Name))];
    }

    /// <returns>Every name that a person may choose.</returns>
    public static IEnumerable<string> Names() =>
        All(EchoFunction.All, rounds: 1, cache: "", TextWriter.Null).Select(scenario => scenario.Name).Concat(EchoFunction.All.Select(function => function.Language));

    /// <param name="cache">A folder that is kept between runs, for what is fetched.</param>
    private static IReadOnlyList<IScenario> All(IReadOnlyList<EchoFunction> functions, int rounds, string cache, TextWriter progress)
    {
        var (kestrel, node, peer, lambda) = (FreePort(), FreePort(), FreePort(), FreePort());
        var self = Path.Combine(AppContext.BaseDirectory, "Goldcrest.Benchmarks.dll");
        return
        [
            new LanguagesScenario(functions, rounds, progress),
            new CrowdScenario(EchoFunction.Of("python"), progress),
            new CrowdScenario(EchoFunction.Of("c"), progress),
            new FreezerScenario(rounds, progress),
            new ControlPlaneScenario(rounds, progress),
            new EchoServerScenario("kestrel-echo", rounds, Ready(new(Environment.ProcessPath!, [self, "--kestrel-echo", $"{kestrel}"])), "listening", Local(kestrel, "/")),
            new EchoServerScenario("node-echo", rounds, Ready(new("node", ["-e", NodeEcho, $"{node}"])), "listening", Local(node, "/")),
            new EchoServerScenario(
                "serverless-offline", rounds, token => PreparePeerAsync(cache, peer, lambda, token), "echo: bench-dev-echo",
                Local(lambda, "/2015-03-31/functions/bench-dev-echo/invocations")),
        ];
    }

    private static Func<CancellationToken, Task<ProcessStartInfo>> Ready(ProcessStartInfo start) => _ => Task.FromResult(start);

    private static Uri Local(int port, string path) => new($"http://127.0.0.1:{port}{path}");

    private static async Task<ProcessStartInfo> PreparePeerAsync(string cache, int port, int lambdaPort, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(cache, "npm")).FullName;
        var program = Path.Combine(folder, "node_modules", "serverless", "bin", "serverless.js");
        if (!File.Exists(program) || !Directory.Exists(Path.Combine(folder, "node_modules", "serverless-offline")))
        {
            await HostProgram.RunAsync("npm", ["install", "--no-audit", "--no-fund", "--no-save", .. PeerPackages.Split(' ')], folder, cancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "index.js"), EchoFunction.NodeSource, cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "serverless.yml"),
            "service: bench\nprovider:\n  name: aws\n  runtime: nodejs20.x\nplugins: [serverless-offline]\nfunctions:\n  echo:\n    handler: index.handler\n",
            cancellationToken);
        var start = new ProcessStartInfo(
            "node", [program, "offline", "start", "--host", "127.0.0.1", "--httpPort", $"{port}", "--lambdaPort", $"{lambdaPort}", "--noTimeout"])
        {
            WorkingDirectory = folder,
        };
        start.Environment["SLS_TRACKING_DISABLED"] = "1";
        start.Environment["SLS_NOTIFICATIONS_MODE"] = "off";
        return start;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
