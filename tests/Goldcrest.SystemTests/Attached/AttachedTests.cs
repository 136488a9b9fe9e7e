using System.Text.Json;
using System.Text.RegularExpressions;
using Goldcrest.SystemTests.Runtimes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Attached;

/// <summary>What hangs on a function, set and read through the system's own boto3.</summary>
public sealed partial class AttachedTests(SharedServer shared)
{
    [Fact]
    public async Task Requests_by_alias_are_shared_and_what_hangs_on_a_function_goes_with_it()
    {
        var found = JsonDocument.Parse(await RunAsync(await shared.GetAsync(), "life", "attached-life")).RootElement;

        Assert.Equal("""[["1", "\"one\""], ["2", "\"two\""]]""", found.GetProperty("share").GetRawText());
        Assert.Equal(
            """[404, "ResourceNotFoundException", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:attached-life:none"]""",
            found.GetProperty("missing").GetRawText());
        var deleted = found.GetProperty("delete");
        Assert.Equal(
            """[409, "ResourceConflictException", "Unable to delete version because the following aliases reference it: [live, warm]"]""",
            deleted.GetProperty("used").GetRawText());
        Assert.Equal("""[[], ["$LATEST"], 1]""", deleted.GetProperty("left").GetRawText());
        Assert.Equal("[{}, [], [], []]", deleted.GetProperty("fresh").GetRawText());
    }

    [Fact]
    public async Task A_killed_server_comes_back_with_everything_that_hung_on_its_functions()
    {
        var data = Directory.CreateTempSubdirectory("goldcrest-attached-").FullName;
        try
        {
            string before;
            await using (var first = await GoldcrestServer.StartAsync(data, "--account-concurrency", "500"))
            {
                before = await RunAsync(first, "make", "attached-restart");
                await first.KillAsync();
            }

            await using var second = await GoldcrestServer.StartAsync(data, "--account-concurrency", "500");
            var after = await RunAsync(second, "show", "attached-restart");

            Assert.Equal(WithoutPort(before), WithoutPort(after));
            var account = JsonDocument.Parse(after).RootElement.GetProperty("account").GetProperty("AccountLimit");
            Assert.Equal((500, 493), (account.GetProperty("ConcurrentExecutions").GetInt32(), account.GetProperty("UnreservedConcurrentExecutions").GetInt32()));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<string> RunAsync(GoldcrestServer server, string command, string function)
    {
        var script = Path.Combine(RuntimeSetup.Repository, "tests", "fixtures", "attached.py");
        var variables = new Dictionary<string, string>(server.ClientVariables) { ["PYTHONPATH"] = "", ["PYTHONIOENCODING"] = "utf-8" };
        var run = await ProgramRun.RunAsync("/usr/bin/python3", [script, command, function], variables);
        Assert.True(run.ExitCode == 0, run.Errors + server.Output);
        return run.Output;
    }

    /// <summary>A function's URL has the port of the server that shows it.</summary>
    private static string WithoutPort(string text) => Port().Replace(text, ".localhost:0/");

    [GeneratedRegex(@"\.localhost:[0-9]+/")]
    private static partial Regex Port();
}
