using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Commands;

public sealed class EnvCommandTests(SharedServer shared)
{
    [Theory]
    [InlineData("/bin/bash", "aws lambda list-functions --query 'length(Functions) >= `0`'")]
    [InlineData("/bin/bash", "bash -c 'aws lambda list-functions --query \"length(Functions) >= \\`0\\`\"'")]
    [InlineData("/bin/sh", "aws lambda list-functions --query 'length(Functions) >= `0`'")]
    [InlineData("/bin/sh", "/usr/bin/python3 -c 'import boto3, os; c = boto3.client(\"lambda\", endpoint_url=os.environ[\"AWS_ENDPOINT_URL\"]); print(len(c.list_functions()[\"Functions\"]) >= 0)'")]
    public async Task What_it_prints_makes_plain_clients_of_a_shell_reach_the_server(string shell, string client)
    {
        var server = await shared.GetAsync();

        var run = await InShellAsync(shell, server.DataDirectory, client);

        Assert.Equal((0, "true", ""), (run.ExitCode, run.Output.Trim().ToLowerInvariant(), run.Errors));
    }

    [Fact]
    public async Task Variables_of_another_account_in_the_shell_do_not_win()
    {
        var server = await shared.GetAsync();

        var run = await InShellAsync(
            "/bin/sh", server.DataDirectory, "aws lambda list-functions --query 'length(Functions) >= `0`'",
            "export AWS_SESSION_TOKEN=other AWS_PROFILE=other AWS_ACCESS_KEY_ID=other AWS_ENDPOINT_URL=http://127.0.0.1:9; ");

        Assert.Equal((0, "true"), (run.ExitCode, run.Output.Trim()));
    }

    [Fact]
    public async Task A_data_directory_of_an_odd_name_is_served_named_and_found()
    {
        using var folder = new TemporaryFolder(" it's $HOME \"and\" `more`");
        await using var server = await GoldcrestServer.StartAsync(folder.Path);
        var advice = server.Output.Split('\n').Single(line => line.StartsWith("next ", StringComparison.Ordinal))[5..].Trim().Split(" && ")[0];

        var run = await ProgramRun.RunAsync(
            "/bin/bash", ["-c", $"goldcrest() {{ '{GoldcrestServer.Program}' \"$@\"; }}; {advice} && echo $AWS_ENDPOINT_URL"], new Dictionary<string, string>());

        Assert.Equal((0, server.Endpoint), (run.ExitCode, run.Output.Trim()));
    }

    [Fact]
    public async Task The_region_that_a_server_was_started_with_is_exported_and_used_by_other_commands()
    {
        using var folder = new TemporaryFolder();
        await using var server = await GoldcrestServer.StartAsync(folder.Path, "--region", "eu-west-1");

        var env = await Typed.OnAsync(server, "env");
        var invoke = await Typed.OnAsync(server, "invoke", "nobody");

        Assert.Contains("export AWS_REGION='eu-west-1';", env.Output, StringComparison.Ordinal);
        Assert.Contains("arn:aws:lambda:eu-west-1:", invoke.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_it_says_how_to_start_one_and_exports_nothing()
    {
        using var folder = new TemporaryFolder();

        var run = await Typed.RunAsync("env", "--data", folder.Path);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("goldcrest up", run.Errors, StringComparison.Ordinal);
    }

    // The installed AWS CLI must be found first, whatever else the machine of the tests has.
    private static Task<ProgramRun> InShellAsync(string shell, string dataDirectory, string client, string before = "") =>
        ProgramRun.RunAsync(
            shell, ["-c", $"{before}eval \"$('{GoldcrestServer.Program}' env --data '{dataDirectory}')\" && {client}"],
            new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" });
}
