using System.Diagnostics;

namespace Goldcrest.Benchmarks;

/// <summary>What the freezer costs a caller: calls with rests between them, to a server that freezes at once and to one that never does, in turns.</summary>
internal sealed class FreezerScenario(int rounds, TextWriter progress) : IScenario
{
    private const int Calls = 50;
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(60);
    private static readonly EchoFunction Function = EchoFunction.Of("c");

    public string Name => "freezer";

    public async Task<IReadOnlyList<Measurement>> RunAsync(CancellationToken cancellationToken)
    {
        await using var freezing = await ServerUnderTest.StartAsync(cancellationToken, "--freeze-after", "10ms");
        await using var waking = await ServerUnderTest.StartAsync(cancellationToken, "--freeze-after", "1h");
        (string What, ServerUnderTest Server)[] both = [("frozen", freezing), ("not frozen", waking)];
        foreach (var (_, server) in both)
        {
            await server.DeployAsync(Function, EchoFunction.MemoryMiB, cancellationToken);
        }

        var measured = new Measurements();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (what, server) in both)
            {
                await progress.WriteLineAsync($"calls after a rest, {what}, round {round + 1}");
                await CallAsync(what, server, measured, cancellationToken);
            }
        }

        return measured.All;
    }

    private static async Task CallAsync(string what, ServerUnderTest server, Measurements measured, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        await server.Client.InvokeAsync(Function.Name, "{}"u8.ToArray(), isTailWanted: false, cancellationToken);
        var worked = server.ProcessorTime();
        for (var call = 0; call < Calls; call++)
        {
            await Task.Delay(Rest, cancellationToken);
            var began = Stopwatch.GetTimestamp();
            await server.Client.InvokeAsync(Function.Name, "{}"u8.ToArray(), isTailWanted: false, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        measured.Add($"call after a rest, {what}, p50", "ms", Measurement.Middle(times));
        measured.Add($"call after a rest, {what}, p99", "ms", times.Order().ElementAt((int)(times.Count * 0.99)));
        measured.Add($"call after a rest, {what}, processor time of the server", "ms", (server.ProcessorTime() - worked).TotalMilliseconds / Calls);
    }
}
