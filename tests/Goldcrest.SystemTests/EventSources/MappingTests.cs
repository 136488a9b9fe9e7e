using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.EventSources;

/// <summary>Event source mappings through boto3 against the real server.</summary>
public sealed class MappingTests(SharedServer shared)
{
    [Fact]
    public async Task A_mapping_is_made_changed_listed_and_deleted_as_the_sdk_expects()
    {
        var seen = await RunAsync(await shared.GetAsync(), "life", Unique());

        Assert.Equal("[202,\"Creating\",10]", seen["made"]!.ToJsonString());
        Assert.True((bool)seen["same"]!);
        Assert.Equal("[409,\"ResourceConflictException\"]", seen["twice"]!.ToJsonString());
        Assert.Equal("[400,\"InvalidParameterValueException\",\"Function does not exist\"]", seen["function"]!.ToJsonString());
        Assert.Equal("[400,\"InvalidParameterValueException\",\"Invalid filter pattern definition.\"]", seen["filter"]!.ToJsonString());
        Assert.Equal("[\"Disabling\",50]", seen["changed"]!.ToJsonString());
        Assert.Equal("[4,4]", seen["listed"]!.ToJsonString());
        Assert.Equal("Deleting", (string?)seen["deleted"]);
        Assert.Equal("[404,\"ResourceNotFoundException\",\"The resource you requested does not exist.\"]", seen["gone"]!.ToJsonString());
    }

    [Fact]
    public async Task Of_fifty_clients_that_make_the_same_mapping_at_once_one_makes_it()
    {
        var outcomes = await RunAsync(await shared.GetAsync(), "race", Unique());

        Assert.Equal(1, (int?)outcomes["made"]);
        Assert.Equal(49, (int?)outcomes["ResourceConflictException"]);
    }

    [Fact]
    public async Task A_mapping_survives_a_killed_server_as_it_was()
    {
        var name = Unique();
        var data = Directory.CreateTempSubdirectory("goldcrest-mappings-").FullName;
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

    private static string Unique() => $"mapping-{Guid.NewGuid():N}"[..24];

    private static async Task<JsonObject> RunAsync(GoldcrestServer server, string step, string name)
    {
        var run = await ProgramRun.RunAsync(
            "/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "EventSources", "mapping_life.py"), step, name], server.ClientVariables);

        Assert.True(run.ExitCode == 0, run.Errors);
        return JsonNode.Parse(run.Output)!.AsObject();
    }
}
