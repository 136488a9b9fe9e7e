using Goldcrest.SystemTests.Sandboxes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Commands;

public sealed class StopTests
{
    private const string Slow = """
        import time

        def handler(event, context):
            print('begun', event['seconds'])
            time.sleep(event['seconds'])
            return 'whole'
        """;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Told_to_stop_it_finishes_what_runs_and_leaves_nothing(string signal)
    {
        using var folder = new TemporaryFolder();
        await using var server = await GoldcrestServer.StartAsync(folder.Path);
        await Typed.DeployAsync(server, "slow", Slow);
        await InvokeAsync(server, 0);
        var running = InvokeAsync(server, 2);
        await BegunAsync(server, 2);

        LiveProgram.SendSignal(server.ProcessId, signal);
        var answer = await running;
        var code = await server.EndAsync();

        Assert.Equal((0, "\"whole\"\n"), (answer.ExitCode, answer.Output));
        Assert.Equal(0, code);
        Assert.Empty(await Traces.LastingOfAsync(folder.Path));
    }

    [Fact]
    public async Task What_runs_longer_than_the_drain_is_ended_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var server = await GoldcrestServer.StartAsync(folder.Path, "--drain-timeout", "1s");
        await Typed.DeployAsync(server, "slow", Slow);
        var running = InvokeAsync(server, 90);
        await BegunAsync(server, 90);

        var code = await server.StopAsync();

        Assert.True(code == 0, server.Output);
        Assert.Equal(1, (await running).ExitCode);
        Assert.Empty(await Traces.LastingOfAsync(folder.Path));
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task A_second_signal_leaves_at_once_and_the_next_start_cleans_up(string signal, int expected)
    {
        using var folder = new TemporaryFolder();
        await using var server = await GoldcrestServer.StartAsync(folder.Path, "--drain-timeout", "15m");
        await Typed.DeployAsync(server, "slow", Slow);
        var running = InvokeAsync(server, 90);
        await BegunAsync(server, 90);

        LiveProgram.SendSignal(server.ProcessId, "TERM");
        await RefusesAsync(server);
        LiveProgram.SendSignal(server.ProcessId, signal);
        await running;

        Assert.Equal(expected, await server.EndAsync());
        await AssertNextStartCleansAsync(folder.Path);
    }

    [Fact]
    public async Task After_a_kill_with_warm_and_running_sandboxes_the_next_start_cleans_up()
    {
        using var folder = new TemporaryFolder();
        await using var server = await GoldcrestServer.StartAsync(folder.Path);
        await Typed.DeployAsync(server, "slow", Slow);
        Task[] running = [InvokeAsync(server, 90), InvokeAsync(server, 91)];
        await BegunAsync(server, 90);
        await BegunAsync(server, 91);
        await InvokeAsync(server, 0);

        await server.KillAsync();
        await Task.WhenAll(running);

        Assert.NotEmpty(Traces.Of(folder.Path));
        await AssertNextStartCleansAsync(folder.Path);
    }

    private static Task<ProgramRun> InvokeAsync(GoldcrestServer server, int seconds) =>
        Typed.OnAsync(server, "invoke", "slow", "--payload", $$"""{"seconds":{{seconds}}}""");

    /// <summary>Returns when the function has said that it took the invocation.</summary>
    private static async Task BegunAsync(GoldcrestServer server, int seconds)
    {
        await using var log = LiveProgram.Start("logs", "slow", "--follow", "--data", server.DataDirectory);
        await log.ReadUntilAsync($"begun {seconds}");
    }

    /// <summary>Returns when the server takes no more connections: it drains.</summary>
    private static async Task RefusesAsync(GoldcrestServer server)
    {
        using var client = new HttpClient();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(server.Endpoint), TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task AssertNextStartCleansAsync(string dataDirectory)
    {
        await using var next = await GoldcrestServer.StartAsync(dataDirectory);
        Assert.Equal(0, await next.StopAsync());
        Assert.Empty(await Traces.LastingOfAsync(dataDirectory));
    }
}
