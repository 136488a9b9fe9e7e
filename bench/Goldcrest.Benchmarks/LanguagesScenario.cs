using System.Diagnostics;
using System.Text.Json.Nodes;
using Goldcrest.Cli.Client;

namespace Goldcrest.Benchmarks;

/// <summary>
/// An echo in one language after the other, on a real server in a process and data directory of its own, measured from outside like any client sees it.
/// All languages take turns in each round, so that what else the machine does meets all of them.
/// </summary>
internal sealed class LanguagesScenario(IReadOnlyList<EchoFunction> functions, int rounds, TextWriter progress) : IScenario
{
    private const int ColdStarts = 30;
    private const int Seconds = 5;
    private const int ManySandboxes = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>For what the server still has to take away when a sandbox's processes are gone.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    public string Name => "languages";

    public async Task<IReadOnlyList<Measurement>> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        var measured = new Measurements();
        measured.Add("server memory at start", "MB", server.ResidentMegabytes());
        foreach (var function in functions)
        {
            await server.DeployAsync(function, EchoFunction.MemoryMiB, cancellationToken);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var function in functions)
            {
                await progress.WriteLineAsync($"{function.Language}, round {round + 1}");
                await WarmAsync(server.Client, function, measured, cancellationToken);
                await ColdAsync(server.Client, function, round, measured, cancellationToken);
            }
        }

        measured.Add("server memory after load", "MB", server.ResidentMegabytes());
        return measured.All;
    }

    private static async Task WarmAsync(LambdaClient client, EchoFunction function, Measurements measured, CancellationToken cancellationToken)
    {
        await client.InvokeAsync(function.Name, "{}"u8.ToArray(), isTailWanted: false, cancellationToken);

        // Signed anew for every run: a signature is good for a few minutes.
        var one = await Wrk.RunAsync(Invoke(client, function), connections: 1, Seconds, cancellationToken);
        measured.Add($"{function.Language} warm p50", "ms", one.P50Ms);
        measured.Add($"{function.Language} warm p99", "ms", one.P99Ms);
        var sixteen = await Wrk.RunAsync(Invoke(client, function), ManySandboxes, Seconds, cancellationToken);
        measured.Add($"{function.Language} warm throughput at 16", "req/s", sixteen.PerSecond);
        measured.Add($"{function.Language} sandbox memory (PSS)", "MB", SandboxProcesses.Of(function.Name).MegabytesEach());
    }

    private static async Task ColdAsync(LambdaClient client, EchoFunction function, int round, Measurements measured, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var start = 0; start < ColdStarts; start++)
        {
            // A new configuration retires every warm sandbox, so the next invocation must start one; their end is no part of its start.
            await client.UpdateConfigurationAsync(function.Name, new JsonObject { ["Description"] = $"{round}-{start}" }, cancellationToken);
            await client.WaitUntilActiveAsync(function.Name, cancellationToken);
            await WhenGoneAsync(function.Name, cancellationToken);
            var began = Stopwatch.GetTimestamp();
            await client.InvokeAsync(function.Name, "{\"hello\":\"bench\"}"u8.ToArray(), isTailWanted: false, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        measured.Add($"{function.Language} cold p50", "ms", Measurement.Middle(times));
        measured.Add($"{function.Language} cold p99", "ms", times.Order().ElementAt((int)(times.Count * 0.99)));
        measured.Add($"{function.Language} cold minimum", "ms", times.Min());
    }

    private static async Task WhenGoneAsync(string function, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (SandboxProcesses.Of(function).Sandboxes > 0 && Stopwatch.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Rest, cancellationToken);
        }

        await Task.Delay(Rest, cancellationToken);
    }

    private static HttpRequestMessage Invoke(LambdaClient client, EchoFunction function) =>
        client.Request(HttpMethod.Post, $"{LambdaClient.FunctionPath(function.Name)}/invocations", "{\"hello\":\"bench\"}"u8.ToArray());
}
