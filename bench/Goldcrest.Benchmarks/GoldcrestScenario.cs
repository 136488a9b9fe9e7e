using System.Diagnostics;
using System.Text.Json.Nodes;
using Goldcrest.Cli.Client;

namespace Goldcrest.Benchmarks;

/// <summary>The real server in a process and data directory of its own, measured from outside like any client sees it.</summary>
internal sealed class GoldcrestScenario(int rounds, TextWriter progress) : IScenario
{
    private const int ColdStarts = 20;
    private const int Seconds = 5;
    private const int ManySandboxes = 16;

    public string Name => "goldcrest";

    public async Task<IReadOnlyList<Measurement>> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        var measured = new List<Measurement> { new("server memory at start", "MB", [server.ResidentMegabytes()]) };
        foreach (var function in EchoFunction.All)
        {
            var folder = await function.WriteToAsync(server.Work, cancellationToken);
            await new Deployment(folder, function.Name, function.Runtime, function.Handler) { MemoryMiB = EchoFunction.MemoryMiB }
                .RunAsync(server.Client, cancellationToken);
            measured.AddRange(await WarmAsync(server.Client, function, cancellationToken));
            measured.Add(await ColdAsync(server.Client, function, cancellationToken));
        }

        measured.Add(new Measurement("server memory after load", "MB", [server.ResidentMegabytes()]));
        return measured;
    }

    private async Task<IEnumerable<Measurement>> WarmAsync(LambdaClient client, EchoFunction function, CancellationToken cancellationToken)
    {
        var one = new List<WrkResult>();
        var sixteen = new List<WrkResult>();
        var memory = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            await progress.WriteLineAsync($"{function.Language} warm, round {round + 1}");
            await client.InvokeAsync(function.Name, "{}"u8.ToArray(), isTailWanted: false, cancellationToken);

            // Signed anew for every run: a signature is good for a few minutes.
            one.Add(await Wrk.RunAsync(Invoke(client, function), connections: 1, Seconds, cancellationToken));
            sixteen.Add(await Wrk.RunAsync(Invoke(client, function), ManySandboxes, Seconds, cancellationToken));
            if (SandboxMemory.FindMegabytesEach(function.Process) is { } each)
            {
                memory.Add(each);
            }
        }

        List<Measurement> measured =
        [
            new($"{function.Language} warm p50", "ms", [.. one.Select(result => result.P50Ms)]),
            new($"{function.Language} warm p99", "ms", [.. one.Select(result => result.P99Ms)]),
            new($"{function.Language} warm throughput at 16", "req/s", [.. sixteen.Select(result => result.PerSecond)]),
        ];
        return memory.Count == 0 ? measured : [.. measured, new Measurement($"{function.Language} sandbox memory (PSS)", "MB", memory)];
    }

    private async Task<Measurement> ColdAsync(LambdaClient client, EchoFunction function, CancellationToken cancellationToken)
    {
        var medians = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            await progress.WriteLineAsync($"{function.Language} cold, round {round + 1}");
            var times = new List<double>();
            for (var start = 0; start < ColdStarts; start++)
            {
                // A new configuration retires every warm sandbox, so the next invocation must start one.
                await client.UpdateConfigurationAsync(function.Name, new JsonObject { ["Description"] = $"{round}-{start}" }, cancellationToken);
                await client.WaitUntilActiveAsync(function.Name, cancellationToken);
                var began = Stopwatch.GetTimestamp();
                await client.InvokeAsync(function.Name, "{}"u8.ToArray(), isTailWanted: false, cancellationToken);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            medians.Add(Measurement.Middle(times));
        }

        return new Measurement($"{function.Language} cold p50", "ms", medians);
    }

    private static HttpRequestMessage Invoke(LambdaClient client, EchoFunction function) =>
        client.Request(HttpMethod.Post, $"{LambdaClient.FunctionPath(function.Name)}/invocations", "{\"hello\":\"bench\"}"u8.ToArray());
}
