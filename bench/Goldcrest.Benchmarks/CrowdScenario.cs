using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Goldcrest.Cli.Client;

namespace Goldcrest.Benchmarks;

/// <summary>Many sandboxes alive at once, each of a tenant of its own: how quickly they start, and what they cost while nobody calls.</summary>
internal sealed class CrowdScenario(EchoFunction function, TextWriter progress) : IScenario
{
    private const int Sandboxes = 500;
    private const int Callers = 4;
    private const int MemoryMiB = 128;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    public string Name => $"crowd-{function.Language}";

    public async Task<IReadOnlyList<Measurement>> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        await server.DeployAsync(
            function, MemoryMiB, cancellationToken, new JsonObject { ["TenancyConfig"] = new JsonObject { ["TenantIsolationMode"] = "PER_TENANT" } });
        await InvokeAsync(server.Client, "first", cancellationToken);
        var before = AvailableMegabytes();

        await progress.WriteLineAsync($"{Sandboxes} {function.Language} sandboxes, {Callers} at a time");
        var began = Stopwatch.GetTimestamp();
        var worked = server.ProcessorTime();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, Sandboxes, options, async (i, token) => await InvokeAsync(server.Client, $"tenant-{i}", token));
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var perStart = (server.ProcessorTime() - worked).TotalMilliseconds / Sandboxes;

        await Task.Delay(Settling, cancellationToken);
        var processes = SandboxProcesses.Of(function.Name);
        var (sandboxTime, serverTime) = (processes.ProcessorTime(), server.ProcessorTime());
        await Task.Delay(Watched, cancellationToken);
        var measured = new Measurements();
        measured.Add($"{function.Language} sandboxes started at {Callers} at once", "req/s", Sandboxes / took);
        measured.Add($"{function.Language} processor time of the server a start", "ms", perStart);
        measured.Add($"{function.Language} sandboxes alive and idle", "", processes.Sandboxes);
        measured.Add($"{function.Language} idle sandbox of {Sandboxes}, PSS", "MB", processes.MegabytesEach());
        measured.Add($"{function.Language} idle sandbox of {Sandboxes}, the machine's memory", "MB", (before - AvailableMegabytes()) / Sandboxes);
        measured.Add($"{function.Language} idle sandboxes, processor time in 10 s", "ms", (processes.ProcessorTime() - sandboxTime).TotalMilliseconds);
        measured.Add($"server beside {Sandboxes} idle, processor time in 10 s", "ms", (server.ProcessorTime() - serverTime).TotalMilliseconds);
        measured.Add($"server beside {Sandboxes} idle, memory", "MB", server.ResidentMegabytes());
        return measured.All;
    }

    private async Task InvokeAsync(LambdaClient client, string tenant, CancellationToken cancellationToken) =>
        await client.InvokeAsync(function.Name, "{}"u8.ToArray(), isTailWanted: false, cancellationToken, tenant);

    private static double AvailableMegabytes()
    {
        var line = File.ReadLines("/proc/meminfo").First(text => text.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
