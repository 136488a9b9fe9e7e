using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Goldcrest.Core.Identity;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Identity;
using Goldcrest.SystemTests.Serving;
using Goldcrest.Tests.Hosting;
using Goldcrest.Tests.Malformed;
using Xunit;

namespace Goldcrest.SystemTests.Malformed;

/// <summary>What <c>MalformedRequestTests</c> does inside a process, through sockets to a server that asks for signatures.</summary>
public sealed class MalformedSocketTests : IAsyncLifetime
{
    private const int Seed = 7_000_000;
    private const int Signed = 3_000;
    private const int Mangled = 1_000;
    private const int Connections = 4;
    /// <summary>The web server hangs up on longer request lines, and what it says then may be lost on the way.</summary>
    private const int LongestTarget = 8_000;

    private const long MostGrowthKiB = 500_000;

    private readonly ConcurrentDictionary<string, string> _flaws = new();
    private GoldcrestServer _server = null!;
    private SigningKeyPair _key = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await GoldcrestServer.StartAsync();
        _key = new SignedHead(_server).RootKey;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Malformed_requests_with_good_signatures_are_answered_politely_through_sockets()
    {
        var caller = LambdaCaller.Root(_server);
        (await caller.CreateAsync("f0", LambdaCaller.Zip("f0"), ("Publish", true))).Ok();
        await caller.SettleAsync("f0");
        var before = ResidentKiB();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Connections),
            Token,
            async (part, _) => await SendPartAsync(part));

        await AssertWellAsync(caller, before);
    }

    [Fact]
    public async Task Mangled_bytes_are_answered_politely_or_end_the_connection()
    {
        var before = ResidentKiB();

        await Parallel.ForEachAsync(
            Enumerable.Range(Seed, Mangled),
            new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = Token },
            async (seed, _) => await SendMangledAsync(seed));

        await AssertWellAsync(LambdaCaller.Root(_server), before);
    }

    /// <summary>One connection as long as the server keeps it.</summary>
    private async Task SendPartAsync(int part)
    {
        var connection = await RawConnection.OpenAsync(_server);
        for (var seed = Seed + part; seed < Seed + Signed; seed += Connections)
        {
            var request = SpoiltRequests.Make(seed);
            if (request.Method == "HEAD")
            {
                continue;
            }

            if (await TryAskAsync(connection, request) is { } response)
            {
                Judge(seed, request, response);
                continue;
            }

            // The answer before may have been the connection's last.
            connection.Dispose();
            connection = await RawConnection.OpenAsync(_server);
            if (await TryAskAsync(connection, request) is { } second)
            {
                Judge(seed, request, second);
            }
            else if (request.Target.Length < LongestTarget)
            {
                _flaws.TryAdd("silence", $"Request {seed}: no answer\n{PoliteAnswer.Show(request)}");
            }
        }

        connection.Dispose();
    }

    /// <returns>Null when the server has hung up.</returns>
    private async Task<RawResponse?> TryAskAsync(RawConnection connection, NodeRequest request)
    {
        try
        {
            await connection.SendAsync(Text(request), request.Body);
        }
        catch (IOException)
        {
            // Whatever was said before that can still be read.
        }

        return await connection.ReadAsync();
    }

    private async Task SendMangledAsync(int seed)
    {
        var random = new Random(seed);
        var request = SpoiltRequests.Make(seed);
        var bytes = (byte[])[.. Encoding.Latin1.GetBytes(Text(request)), .. request.Body];
        for (var count = 1 + random.Next(20); count > 0; count--)
        {
            bytes[random.Next(Math.Min(bytes.Length, random.Next(2) == 0 ? 60 : 2_000))] = (byte)random.Next(256);
        }

        using var connection = await RawConnection.OpenAsync(_server);
        try
        {
            await connection.SendAsync("", bytes.AsMemory(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length));
            connection.End();
        }
        catch (IOException)
        {
            // It has heard enough.
        }

        while (await connection.ReadAsync() is { } response)
        {
            Judge(seed, request with { Method = "mangled" }, response);
        }
    }

    /// <summary>The head as it goes over the network. What cannot be signed as it is carries a signature that is not its own.</summary>
    private string Text(NodeRequest request)
    {
        var (target, body) = (request.Target, request.Body);
        var signed = RequestSigner.SignHeader(
            _key,
            "us-east-1",
            "lambda",
            TimeProvider.System.GetUtcNow(),
            request.Method,
            Uri.TryCreate(_server.Endpoint + target, UriKind.Absolute, out var url) ? url : new Uri(_server.Endpoint),
            [],
            SigV4.HashPayload(body));
        var text = new StringBuilder($"{request.Method} {target} HTTP/1.1\r\nHost: {new Uri(_server.Endpoint).Authority}\r\n");
        foreach (var (name, value) in signed.Concat(request.Headers.Where(header => !header.Key.StartsWith("X-Amz-Date", StringComparison.Ordinal))))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n").ToString();
    }

    private void Judge(int seed, NodeRequest request, RawResponse response)
    {
        // The web server itself refuses what is no HTTP, before anybody could say it in JSON.
        if (response is { Status: 400 or 408 or 411 or 413 or 414 or 431 or 505, ErrorType: null, Body: "" })
        {
            return;
        }

        var answer = new NodeAnswer(response.Status, response.ErrorType, Encoding.UTF8.GetBytes(response.Body));
        if (PoliteAnswer.Flaw(request, answer) is { } flaw)
        {
            _flaws.TryAdd($"{flaw} {response.Status} {response.ErrorType}", $"Request {seed}: {flaw}\n{response}\n{PoliteAnswer.Show(request)}");
        }
    }

    private async Task AssertWellAsync(LambdaCaller caller, long before)
    {
        Assert.True(_flaws.IsEmpty, string.Join("\n\n", _flaws.Values.Take(20)) + _server.Output);
        Assert.Equal(200, (await caller.SendAsync("GET", LambdaCaller.Functions)).Status);
        Assert.DoesNotMatch("(?m)^(fail|crit):", _server.Output);
        Assert.InRange(ResidentKiB() - before, long.MinValue, MostGrowthKiB);
    }

    private long ResidentKiB() => long.Parse(
        File.ReadLines($"/proc/{_server.ProcessId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
