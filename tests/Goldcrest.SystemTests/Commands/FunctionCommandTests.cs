using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Commands;

public sealed class FunctionCommandTests(SharedServer shared)
{
    private const string Echo = "def handler(event, context):\n    print('told', event.get('n'))\n    return event\n";

    [Fact]
    public async Task A_deployed_folder_answers_an_invocation_and_its_log_can_be_read()
    {
        var server = await shared.GetAsync();
        await Typed.DeployAsync(server, "typed-echo", Echo);

        var invoked = await Typed.OnAsync(server, "invoke", "typed-echo", "--payload", """{"n":7}""", "--tail");
        var logs = await Typed.OnAsync(server, "logs", "typed-echo");

        Assert.Equal((0, """{"n": 7}""" + "\n"), (invoked.ExitCode, invoked.Output));
        Assert.Contains("told 7\n", invoked.Errors, StringComparison.Ordinal);
        Assert.Contains(" told 7\n", logs.Output, StringComparison.Ordinal);
        Assert.Contains(" REPORT RequestId: ", logs.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploying_again_changes_the_code()
    {
        var server = await shared.GetAsync();
        await Typed.DeployAsync(server, "typed-twice", Echo);
        await Typed.DeployAsync(server, "typed-twice", "def handler(event, context):\n    return 'second'\n");

        var invoked = await Typed.OnAsync(server, "invoke", "typed-twice");

        Assert.Equal("\"second\"\n", invoked.Output);
    }

    [Fact]
    public async Task A_function_that_fails_shows_its_answer_and_fails_the_command()
    {
        var server = await shared.GetAsync();
        await Typed.DeployAsync(server, "typed-failing", "def handler(event, context):\n    raise ValueError('no')\n");

        var invoked = await Typed.OnAsync(server, "invoke", "typed-failing");

        Assert.Equal(1, invoked.ExitCode);
        Assert.Contains("\"errorType\": \"ValueError\"", invoked.Output, StringComparison.Ordinal);
        Assert.Equal("goldcrest: The function failed (Unhandled).\n", invoked.Errors);
    }

    [Fact]
    public async Task A_followed_log_shows_lines_as_they_come_and_ends_when_interrupted()
    {
        var server = await shared.GetAsync();
        await Typed.DeployAsync(server, "typed-followed", Echo);
        await using var follower = LiveProgram.Start("logs", "typed-followed", "--follow", "--data", server.DataDirectory);
        for (var n = 1; n <= 2; n++)
        {
            await Typed.OnAsync(server, "invoke", "typed-followed", "--payload", $$"""{"n":{{n}}}""");
            await follower.ReadUntilAsync($" told {n}");
        }

        follower.Signal("INT");

        Assert.Equal(0, await follower.WaitAsync());
    }

    [Fact]
    public async Task A_followed_log_does_not_keep_a_server_from_stopping()
    {
        await using var server = await GoldcrestServer.StartAsync(null, "--drain-timeout", "15m");
        await Typed.DeployAsync(server, "followed", Echo);
        await Typed.OnAsync(server, "invoke", "followed", "--payload", """{"n":1}""");
        await using var follower = LiveProgram.Start("logs", "followed", "--follow", "--data", server.DataDirectory);
        await follower.ReadUntilAsync("told 1");

        Assert.Equal(0, await server.StopAsync());
        Assert.Equal(0, await follower.WaitAsync());
    }

    [Theory]
    [InlineData("logs")]
    [InlineData("invoke")]
    public async Task A_function_that_is_not_there_is_named(string command)
    {
        var run = await Typed.OnAsync(await shared.GetAsync(), command, "typed-nobody");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("goldcrest: ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:typed-nobody", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_endpoint_variable_and_the_usual_credentials_lead_to_the_server()
    {
        var server = await shared.GetAsync();

        var run = await ProgramRun.RunAsync(GoldcrestServer.Program, ["logs", "typed-elsewhere"], server.ClientVariables);

        Assert.StartsWith("goldcrest: ResourceNotFoundException", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_port_flag_wins_over_the_endpoint_variable()
    {
        var server = await shared.GetAsync();
        var variables = new Dictionary<string, string>(server.ClientVariables) { ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9" };

        var run = await ProgramRun.RunAsync(GoldcrestServer.Program, ["logs", "typed-elsewhere", "--port", server.Endpoint.Split(':')[^1]], variables);

        Assert.StartsWith("goldcrest: ResourceNotFoundException", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_with_the_command_that_starts_one()
    {
        var variables = new Dictionary<string, string>((await shared.GetAsync()).ClientVariables) { ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9" };

        var run = await ProgramRun.RunAsync(GoldcrestServer.Program, ["invoke", "anything"], variables);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("goldcrest: No answer from the server", run.Errors, StringComparison.Ordinal);
        Assert.EndsWith("goldcrest up\n", run.Errors, StringComparison.Ordinal);
    }
}
