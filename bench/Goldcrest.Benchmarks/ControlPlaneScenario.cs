using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Goldcrest.Cli.Client;

namespace Goldcrest.Benchmarks;

/// <summary>The operations that manage functions: reads from a full catalog, durable writes.</summary>
internal sealed class ControlPlaneScenario(int rounds, TextWriter progress) : IScenario
{
    private const int Functions = 10_000;
    private const int LargeZips = 200;
    private const int LargeZipBytes = 1_000_000;
    private const int Publishes = 100;
    private const int Writers = 16;
    private const int Seconds = 5;
    private const string Probe = "bench-05000";

    public string Name => "control-plane";

    public async Task<IReadOnlyList<Measurement>> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        var measured = new List<Measurement>();

        await progress.WriteLineAsync($"{Functions} creates, {Writers} at a time");
        measured.AddRange(await CreateAsync(server.Client, "bench", Functions, _ => Zip(incompressibleBytes: 0), cancellationToken));
        await progress.WriteLineAsync($"{LargeZips} creates with a zip of 1 MB each");
        measured.AddRange(await CreateAsync(server.Client, "large", LargeZips, _ => Zip(LargeZipBytes), cancellationToken));
        await progress.WriteLineAsync("reads");
        measured.AddRange(await ReadAsync(server.Client, "GetFunction", LambdaClient.FunctionPath(Probe), cancellationToken));
        measured.AddRange(await ReadAsync(server.Client, "ListFunctions, 50 of 10,000", "/2015-03-31/functions?MaxItems=50", cancellationToken));
        await progress.WriteLineAsync("publishes");
        measured.Add(await PublishAsync(server.Client, cancellationToken));
        measured.Add(new Measurement("server memory, 10,000 functions", "MB", [server.ResidentMegabytes()]));
        return measured;
    }

    private static async Task<IEnumerable<Measurement>> CreateAsync(
        LambdaClient client, string prefix, int count, Func<int, byte[]> zip, CancellationToken cancellationToken)
    {
        var times = new double[count];
        var began = Stopwatch.GetTimestamp();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, count, options, async (i, token) =>
        {
            var request = new JsonObject
            {
                ["FunctionName"] = $"{prefix}-{i:00000}",
                ["Runtime"] = "python3.11",
                ["Handler"] = "app.handler",
                ["Role"] = "arn:aws:iam::000000000000:role/bench",
                ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(zip(i)) },
            };
            var sent = Stopwatch.GetTimestamp();
            await client.CreateFunctionAsync(request, token);
            times[i] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
        });
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var what = prefix == "large" ? "CreateFunction, 1 MB zip" : "CreateFunction, small zip";
        return [new($"{what}, of {Writers} at once p50", "ms", [Measurement.Middle(times)]), new($"{what}, throughput at 16", "req/s", [count / seconds])];
    }

    private async Task<IEnumerable<Measurement>> ReadAsync(LambdaClient client, string what, string path, CancellationToken cancellationToken)
    {
        var one = new List<WrkResult>();
        var sixteen = new List<WrkResult>();
        for (var round = 0; round < rounds; round++)
        {
            await Wrk.RunAsync(client.Request(HttpMethod.Get, path, default), connections: 1, seconds: 1, cancellationToken);
            one.Add(await Wrk.RunAsync(client.Request(HttpMethod.Get, path, default), connections: 1, Seconds, cancellationToken));
            sixteen.Add(await Wrk.RunAsync(client.Request(HttpMethod.Get, path, default), connections: 16, Seconds, cancellationToken));
        }

        return
        [
            new($"{what} p50", "ms", [.. one.Select(result => result.P50Ms)]),
            new($"{what} p99", "ms", [.. one.Select(result => result.P99Ms)]),
            new($"{what} throughput at 16", "req/s", [.. sixteen.Select(result => result.PerSecond)]),
        ];
    }

    private static async Task<Measurement> PublishAsync(LambdaClient client, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var i = 0; i < Publishes; i++)
        {
            // A version is made only of something new.
            var variables = new JsonObject { ["Environment"] = new JsonObject { ["Variables"] = new JsonObject { ["ROUND"] = $"{i}" } } };
            await client.UpdateConfigurationAsync(Probe, variables, cancellationToken);
            await client.WaitUntilActiveAsync(Probe, cancellationToken);
            var sent = Stopwatch.GetTimestamp();
            await client.PublishVersionAsync(Probe, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }

        return new Measurement("PublishVersion p50", "ms", [Measurement.Middle(times)]);
    }

    private static byte[] Zip(int incompressibleBytes)
    {
        var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var app = new StreamWriter(zip.CreateEntry("app.py").Open()))
            {
                app.Write("def handler(event, context):\n    return event\n");
            }

            if (incompressibleBytes > 0)
            {
                var noise = new byte[incompressibleBytes];
                Random.Shared.NextBytes(noise);
                using var data = zip.CreateEntry("data.bin", CompressionLevel.NoCompression).Open();
                data.Write(noise);
            }
        }

        return buffer.ToArray();
    }
}
