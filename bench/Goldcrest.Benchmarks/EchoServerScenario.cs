using System.Diagnostics;

namespace Goldcrest.Benchmarks;

/// <summary>An echo over HTTP, without signature, sandbox or storage, or a peer's: what the numbers are compared with.</summary>
/// <param name="prepare">Makes the command ready to start; the port is filled in already.</param>
internal sealed class EchoServerScenario(
    string name, int rounds, Func<CancellationToken, Task<ProcessStartInfo>> prepare, string readyMark, Uri target) : IScenario
{
    private const int Seconds = 5;

    public string Name => name;

    public async Task<IReadOnlyList<Measurement>> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await ChildServer.StartAsync(await prepare(cancellationToken), readyMark, cancellationToken);
        var one = new List<WrkResult>();
        var sixteen = new List<WrkResult>();
        for (var round = 0; round < rounds; round++)
        {
            // The first round's first second is the server's own warm-up.
            await Wrk.RunAsync(Request(), connections: 1, seconds: 1, cancellationToken);
            one.Add(await Wrk.RunAsync(Request(), connections: 1, Seconds, cancellationToken));
            sixteen.Add(await Wrk.RunAsync(Request(), connections: 16, Seconds, cancellationToken));
        }

        return
        [
            new($"{name} p50", "ms", [.. one.Select(result => result.P50Ms)]),
            new($"{name} p99", "ms", [.. one.Select(result => result.P99Ms)]),
            new($"{name} throughput at 16", "req/s", [.. sixteen.Select(result => result.PerSecond)]),
        ];
    }

    private HttpRequestMessage Request() => new(HttpMethod.Post, target) { Content = new StringContent("{\"hello\":\"bench\"}") };
}
