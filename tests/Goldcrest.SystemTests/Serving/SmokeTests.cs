using Xunit;

namespace Goldcrest.SystemTests.Serving;

public sealed class SmokeTests(SharedServer shared)
{
    [Fact]
    public async Task The_installed_aws_cli_gets_a_signed_answer()
    {
        var server = await shared.GetAsync();

        var run = await ProgramRun.RunAsync(
            "/usr/bin/aws", ["lambda", "list-functions", "--endpoint-url", server.Endpoint, "--query", "Functions[?FunctionName==`nobody`]", "--output", "text"], server.ClientVariables);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }
}
