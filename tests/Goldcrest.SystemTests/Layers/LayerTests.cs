using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Layers;

/// <summary>Layers through boto3 against the real server.</summary>
public sealed class LayerTests(SharedServer shared)
{
    [Fact]
    public async Task A_layer_is_published_shown_listed_fetched_shared_and_deleted_as_the_sdk_expects()
    {
        var seen = await RunAsync(await shared.GetAsync(), "life", Unique());

        string[] trueOnes = ["hash", "shown", "by arn", "fetched", "policy"];
        Assert.All(trueOnes, name => Assert.True((bool)seen[name]!, name));
        Assert.Equal("[201,1,2]", seen["published"]!.ToJsonString());
        Assert.Equal("[2,1]", seen["versions"]!.ToJsonString());
        Assert.Equal("[1]", seen["python"]!.ToJsonString());
        Assert.Equal("[1]", seen["layers"]!.ToJsonString());
        Assert.Equal(
            """[409,"ResourceConflictException","The statement id (s) provided already exists. Please provide a new statement id, or remove the existing statement."]""",
            seen["duplicate"]!.ToJsonString());
        Assert.Equal("""[400,"InvalidParameterValueException","Layer Version Cannot be less than 1"]""", seen["too small"]!.ToJsonString());
        Assert.Equal("[204,204,204]", seen["deleted"]!.ToJsonString());
        Assert.Equal("""[404,"ResourceNotFoundException","The resource you requested does not exist."]""", seen["gone"]!.ToJsonString());
        Assert.Equal("[]", seen["none left"]!.ToJsonString());
        Assert.Equal(3, (int?)seen["next"]);
    }

    [Fact]
    public async Task Of_fifty_clients_that_publish_at_once_none_gets_another_s_number()
    {
        var seen = await RunAsync(await shared.GetAsync(), "race", Unique());

        Assert.Equal((1, 50, 51), ((int)seen["most"]!, (int)seen["numbers"]!, (int)seen["next"]!));
    }

    [Fact]
    public async Task Layers_survive_a_killed_server_as_they_were()
    {
        var name = Unique();
        var data = Directory.CreateTempSubdirectory("goldcrest-layers-").FullName;
        try
        {
            JsonObject before;
            await using (var first = await GoldcrestServer.StartAsync(data))
            {
                before = await RunAsync(first, "leave", name);
                await first.KillAsync();
            }

            await using var second = await GoldcrestServer.StartAsync(data);
            var after = await RunAsync(second, "find", name);

            Assert.True(JsonNode.DeepEquals(before, after), $"{before.ToJsonString()}\n{after.ToJsonString()}");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Another_account_sees_exactly_the_version_that_is_shared_with_it()
    {
        await using var server = await GoldcrestServer.StartAsync(null, "--dev");

        var seen = await RunAsync(server, "share", Unique());

        Assert.Equal(1, (int?)seen["friend"]);
        string[] refused = ["stranger", "closed", "deleting"];
        Assert.All(refused, who => Assert.Equal("""[403,"AccessDeniedException"]""", seen[who]!.ToJsonString()));
    }

    private static string Unique() => $"layer-{Guid.NewGuid():N}"[..24];

    private static async Task<JsonObject> RunAsync(GoldcrestServer server, string step, string name)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Layers", "layer_life.py");
        var run = await ProgramRun.RunAsync("/usr/bin/python3", ["-B", script, step, name], server.ClientVariables);
        Assert.True(run.ExitCode == 0, run.Errors);
        return JsonNode.Parse(run.Output)!.AsObject();
    }
}
