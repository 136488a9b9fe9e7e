using System.Collections.Concurrent;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Functions;

/// <summary>Kills the server in the middle of many writes, and looks what the next start knows.</summary>
public sealed class KillTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("goldcrest-kill-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(100)]
    public async Task A_kill_in_the_middle_of_200_creations_loses_no_acknowledged_one_and_leaves_no_half_one(int killAfter)
    {
        var acknowledged = await KillDuringAsync(
            killAfter,
            Enumerable.Range(0, 200).Select(number => $"created-{number:000}"),
            // The first request costs the most; without it all answers would come at once.
            async caller => (await caller.CreateAsync("created-warm", LambdaCaller.Zip("created-warm"), ("Tags", new { name = "created-warm" }))).Ok(),
            (caller, name) => caller.CreateAsync(name, LambdaCaller.Zip(name), ("Tags", new { name })));

        await using var server = await GoldcrestServer.StartAsync(_data);
        var caller = LambdaCaller.Root(server);
        var functions = await caller.ListAsync(LambdaCaller.Functions, "Functions");
        var names = functions.Select(function => function.GetProperty("FunctionName").GetString()!).ToList();
        Assert.Empty(acknowledged.Except(names));
        foreach (var name in names)
        {
            await caller.SettleAsync(name);
            Assert.Equal(LambdaCaller.Zip(name), await caller.DownloadAsync(name));
            Assert.Equal(name, (await caller.GetAsync(name)).Body.GetProperty("Tags").GetProperty("name").GetString());
        }

        await AssertNoOrphansAsync(functions.Select(function => function.GetProperty("CodeSha256").GetString()!));
        var last = acknowledged.Last();
        Assert.Equal($"\"{last}\"", (await caller.SendAsync("POST", $"{LambdaCaller.Functions}/{last}/invocations", "{}"u8.ToArray())).Text);
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_updates_and_publications_loses_no_acknowledged_one_and_leaves_no_half_one()
    {
        var names = Enumerable.Range(0, 40).Select(number => $"updated-{number:00}").ToList();
        var published = new ConcurrentDictionary<string, int>();
        await KillDuringAsync(
            killAfter: 60,
            names.SelectMany(name => Enumerable.Repeat(name, 4)),
            async caller =>
            {
                foreach (var name in names)
                {
                    (await caller.CreateAsync(name, LambdaCaller.Zip($"{name} 0"))).Ok();
                }

                foreach (var name in names)
                {
                    await caller.SettleAsync(name);
                }
            },
            (caller, name) => PublishNextAsync(caller, name, published));

        // The code that an interrupted update replaced is let go only when the update is through, and goes at once at a start.
        await SettleAllAsync(names);
        await using var server = await GoldcrestServer.StartAsync(_data);
        var caller = LambdaCaller.Root(server);
        foreach (var name in names)
        {
            var versions = await caller.ListAsync($"{LambdaCaller.Functions}/{name}/versions", "Versions", maxItems: 2);
            var last = versions.Count - 1;
            Assert.InRange(last, published.GetValueOrDefault(name), 4);
            Assert.Equal(["$LATEST", .. Enumerable.Range(1, last).Select(number => $"{number}")], versions.Select(version => version.GetProperty("Version").GetString()!));
            for (var number = 1; number <= last; number++)
            {
                await caller.SettleAsync(name, $"{number}");
                Assert.Equal(LambdaCaller.Zip($"{name} {number}"), await caller.DownloadAsync(name, $"{number}"));
            }

            Assert.Equal(LambdaCaller.Zip($"{name} {last}"), await caller.DownloadAsync(name));
        }

        var all = await caller.ListAsync($"{LambdaCaller.Functions}?FunctionVersion=ALL", "Functions");
        await AssertNoOrphansAsync(all.Select(version => version.GetProperty("CodeSha256").GetString()!));
    }

    private async Task SettleAllAsync(IEnumerable<string> names)
    {
        await using var server = await GoldcrestServer.StartAsync(_data);
        foreach (var name in names)
        {
            await LambdaCaller.Root(server).SettleAsync(name);
        }
    }

    /// <summary>New code and a version of it, both in one request; the version's number is the code's.</summary>
    private static async Task<LambdaAnswer> PublishNextAsync(LambdaCaller caller, string name, ConcurrentDictionary<string, int> published)
    {
        while (true)
        {
            var number = published.GetValueOrDefault(name) + 1;
            var answer = await caller.UpdateCodeAsync(name, LambdaCaller.Zip($"{name} {number}"), publish: true);
            if (answer.Status == 200 && answer.Find("Version") == $"{number}")
            {
                published.AddOrUpdate(name, number, (_, known) => Math.Max(known, number));
                return answer;
            }

            // Another request is at it: 409 while the update before is laid out.
            Assert.Equal("ResourceConflictException", answer.ErrorType);
        }
    }

    /// <summary>Sends everything at once and kills the server when so many were acknowledged.</summary>
    /// <returns>The names that were acknowledged.</returns>
    private async Task<IReadOnlyCollection<string>> KillDuringAsync(
        int killAfter, IEnumerable<string> names, Func<LambdaCaller, Task> prepare, Func<LambdaCaller, string, Task<LambdaAnswer>> send)
    {
        await using var server = await GoldcrestServer.StartAsync(_data);
        var caller = LambdaCaller.Root(server);
        await prepare(caller);
        var acknowledged = new ConcurrentQueue<string>();
        var count = 0;
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = names.Select(async name =>
        {
            try
            {
                (await send(caller, name)).Ok();
                acknowledged.Enqueue(name);

                // Killed by whoever was acknowledged, at once: others are still on their way.
                if (Interlocked.Increment(ref count) == killAfter)
                {
                    await server.KillAsync();
                    killed.SetResult();
                }
            }
            catch (HttpRequestException)
            {
                // The server was killed before it answered: this one may be there or not, but not by half.
            }
        }).ToList();

        await Task.WhenAll(requests);
        await killed.Task;
        return [.. acknowledged];
    }

    private async Task AssertNoOrphansAsync(IEnumerable<string> used)
    {
        var expected = used.Distinct().Order(StringComparer.Ordinal).ToList();
        await LambdaCaller.EventuallyAsync(() => Task.FromResult(CodeFolder.Hashes(_data).SequenceEqual(expected)));
        Assert.Equal((expected.Count, 0), (CodeFolder.Count(_data).Trees, CodeFolder.Count(_data).Drafts));
    }
}
