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
    private const int Publishes = 1_000;
    private const int Writers = 16;
    private const int Seconds = 5;
    private const string Probe = "bench-05000";

    public string Name => "control-plane";

    public async Task<IReadOnlyList<Measurement>> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await ServerUnderTest.StartAsync(cancellationToken);
        var measured = new List<Measurement>();

        await progress.WriteLineAsync($"{Functions} creates, {Writers} at a time");
        measured.AddRange(await WriteAsync(server, "CreateFunction, small zip", Creates(server.Client, "bench", Functions, 0), cancellationToken));
        await progress.WriteLineAsync($"{LargeZips} creates with a zip of 1 MB each");
        measured.AddRange(await WriteAsync(server, "CreateFunction, 1 MB zip", Creates(server.Client, "large", LargeZips, LargeZipBytes), cancellationToken));
        await progress.WriteLineAsync("reads");
        measured.AddRange(await ReadAsync(server.Client, "GetFunction", LambdaClient.FunctionPath(Probe), cancellationToken));
        measured.AddRange(await ReadAsync(server.Client, "ListFunctions, 50 of 10,000", "/2015-03-31/functions?MaxItems=50", cancellationToken));
        await progress.WriteLineAsync("publishes");
        measured.AddRange(await WriteAsync(server, "PublishVersion", Publications(server.Client), cancellationToken));
        measured.Add(new Measurement("server memory, 10,000 functions", "MB", [server.ResidentMegabytes()]));
        return measured;
    }

    /// <summary>Sends each request once, 16 at a time. They are signed ahead, so that only their way to the disk and back is measured.</summary>
    private static async Task<IEnumerable<Measurement>> WriteAsync(
        ServerUnderTest server, string what, List<HttpRequestMessage> requests, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var times = new double[requests.Count];
        var (began, worked) = (Stopwatch.GetTimestamp(), server.ProcessorTime());
        var options = new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, requests.Count, options, async (i, token) =>
        {
            var sent = Stopwatch.GetTimestamp();
            using var response = await http.SendAsync(requests[i], token);
            response.EnsureSuccessStatusCode();
            times[i] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
        });
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return
        [
            new($"{what}, p50 of 16 at once", "ms", [Measurement.Middle(times)]),
            new($"{what}, throughput at 16", "req/s", [requests.Count / seconds]),
            new($"{what}, processor time of the server", "ms", [(server.ProcessorTime() - worked).TotalMilliseconds / requests.Count]),
        ];
    }

    private static List<HttpRequestMessage> Creates(LambdaClient client, string prefix, int count, int incompressibleBytes) =>
    [
        .. Enumerable.Range(0, count).Select(i => new JsonObject
        {
            ["FunctionName"] = $"{prefix}-{i:00000}",
            ["Runtime"] = "python3.11",
            ["Handler"] = "app.handler",
            ["Role"] = "arn:aws:iam::000000000000:role/bench",
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(Zip(incompressibleBytes)) },
        }).Select(body => client.Request(HttpMethod.Post, LambdaClient.Functions, LambdaClient.Body(body))),
    ];

    /// <summary>Of functions that have no version yet, so that each request makes one.</summary>
    private static List<HttpRequestMessage> Publications(LambdaClient client) =>
    [
        .. Enumerable.Range(0, Publishes)
            .Select(i => client.Request(HttpMethod.Post, $"{LambdaClient.FunctionPath($"bench-{i:00000}")}/versions", "{}"u8.ToArray())),
    ];

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
