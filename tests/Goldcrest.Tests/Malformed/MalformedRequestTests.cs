using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Goldcrest.Tests.Hosting;
using Goldcrest.Tests.Layers;
using Goldcrest.Tests.Pool;
using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Malformed;

/// <summary>A hundred thousand requests that no client should send, for every operation, through the whole request path of a node.</summary>
public sealed class MalformedRequestTests : IDisposable
{
    private const int Seed = 20261121;
    private const int Count = 100_000;
    private const int SoakCount = 500_000;
    private const int AtOnce = 4;
    private const long MostGrowthBytes = 200_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DataFolder _folder = new();

    /// <summary>By what is wrong, the first request of each kind.</summary>
    private readonly ConcurrentDictionary<string, string> _flaws = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_hundred_thousand_malformed_requests_are_all_answered_politely() => SendAllAsync(Seed, Count);

    [Fact(Explicit = true)]
    public Task Half_a_million_other_malformed_requests_are_all_answered_politely() =>
        SendAllAsync((int)(TimeProvider.System.GetTimestamp() % 1_000_000_000), SoakCount);

    private async Task SendAllAsync(int seed, int count)
    {
        await using var node = await WholeNode.StartAsync(_folder.Root);
        await FillAsync(node);
        await SendAsync(node, seed, count / 10);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await SendAsync(node, seed + (count / 10), count - (count / 10));

        Assert.True(_flaws.IsEmpty, string.Join("\n\n", _flaws.Values.Take(20)));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MostGrowthBytes);
        Assert.Empty(node.Errors.All);
        await FillAsync(node);
        Assert.Equal(200, (await node.SendAsync(new NodeRequest("GET", "/2015-03-31/functions/f0", []))).Status);
    }

    private Task SendAsync(WholeNode node, int first, int count) => Parallel.ForEachAsync(
        Enumerable.Range(first, count),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
        async (seed, _) =>
        {
            if (seed % 1000 == 0)
            {
                await FillAsync(node);
            }

            var request = SpoiltRequests.Make(seed);
            var (kind, flaw) = await FlawAsync(node, request);
            if (flaw is not null)
            {
                _flaws.TryAdd(kind, $"Request {seed}: {flaw}\n{PoliteAnswer.Show(request)}");
            }
        });

    /// <returns>What is wrong with the answer, in short and at length; null when nothing is.</returns>
    private static async Task<(string Kind, string? Flaw)> FlawAsync(WholeNode node, NodeRequest request)
    {
        try
        {
            // On a thread of its own: one that spins must not hold up the clock.
            var answer = await Task.Run(() => node.SendAsync(request)).WaitAsync(Patience);
            return PoliteAnswer.Flaw(request, answer) is { } flaw
                ? ($"{flaw} {answer.Status} {answer.ErrorType}", $"{flaw}\n{answer.Status} {answer.ErrorType} {answer.Text}\n{node.Errors.All.LastOrDefault()}")
                : ("", null);
        }
        catch (Exception failure)
        {
            return ($"{failure.GetType().Name} {failure.TargetSite}", $"it was not answered: {failure}");
        }
    }

    /// <summary>Makes what requests act on, as far as others have deleted it.</summary>
    private static async Task FillAsync(WholeNode node)
    {
        await PostAsync(node, "/2018-10-31/layers/l/versions", new { Content = new { ZipFile = LayerNode.Zip() } });
        foreach (var name in new[] { "f0", "f1" })
        {
            await PostAsync(node, "/2015-03-31/functions", new
            {
                FunctionName = name,
                Runtime = "python3.12",
                Handler = "m.handler",
                Role = "arn:aws:iam::000000000000:role/r",
                Code = new { ZipFile = LayerNode.Zip() },
                Publish = true,
            });
            await PostAsync(node, $"/2015-03-31/functions/{name}/aliases", new { Name = "live", FunctionVersion = "1" });
        }
    }

    private static Task<NodeAnswer> PostAsync(WholeNode node, string target, object body) =>
        Until.EndAsync(node.SendAsync(new NodeRequest("POST", target, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(body)))));
}
