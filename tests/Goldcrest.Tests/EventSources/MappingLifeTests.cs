using System.Text.Json.Nodes;
using Goldcrest.Core.EventSources;

namespace Goldcrest.Tests.EventSources;

/// <summary>What happens to a mapping after its creation, behind the real wire.</summary>
public sealed class MappingLifeTests
{
    private const string QueueMapping = $$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f"}""";

    private readonly MappingDesk _desk = new();

    [Theory]
    [InlineData("", "Enabled")]
    [InlineData(""","Enabled":false""", "Disabled")]
    public async Task A_mapping_is_creating_and_then_as_the_client_wants_it(string member, string end)
    {
        var created = await _desk.CreateAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f"{{member}}}""");
        await _desk.SettleAsync();

        var settled = await _desk.DoAsync("GET", $"{MappingDesk.Path}/{created["UUID"]}");

        Assert.Equal(("Creating", end), ((string?)created["State"], (string?)settled["State"]));
    }

    [Theory]
    [InlineData("""{"BatchSize":3}""", "Updating", "Enabled")]
    [InlineData("""{"Enabled":true}""", "Updating", "Enabled")]
    [InlineData("""{"Enabled":false}""", "Disabling", "Disabled")]
    public async Task A_change_is_under_way_and_then_in_force(string change, string under, string end)
    {
        var uuid = await _desk.MakeAsync(QueueMapping);

        var changed = await _desk.DoAsync("PUT", $"{MappingDesk.Path}/{uuid}", change);
        await _desk.SettleAsync();

        Assert.Equal(under, (string?)changed["State"]);
        Assert.Equal(end, (string?)(await _desk.DoAsync("GET", $"{MappingDesk.Path}/{uuid}"))["State"]);
    }

    [Fact]
    public async Task A_disabled_mapping_is_enabling_when_it_is_switched_on()
    {
        var uuid = await _desk.MakeAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f","Enabled":false}""");

        var changed = await _desk.DoAsync("PUT", $"{MappingDesk.Path}/{uuid}", """{"Enabled":true}""");

        Assert.Equal("Enabling", (string?)changed["State"]);
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name_and_tells_when_it_was()
    {
        var uuid = await _desk.MakeAsync(QueueMapping);
        _desk.Clock.Now = _desk.Clock.Now.AddHours(1);

        var changed = await _desk.DoAsync("PUT", $"{MappingDesk.Path}/{uuid}", """{"BatchSize":3,"FunctionName":"f:1"}""");

        Assert.Equal(3, (int?)changed["BatchSize"]);
        Assert.Equal(0, (int?)changed["MaximumBatchingWindowInSeconds"]);
        Assert.Equal(MappingDesk.FunctionArn + ":1", (string?)changed["FunctionArn"]);
        Assert.Equal(_desk.Clock.Now.ToUnixTimeSeconds(), (long?)changed["LastModified"]);
    }

    [Fact]
    public async Task What_is_in_use_can_be_neither_changed_nor_deleted()
    {
        var uuid = (string)(await _desk.CreateAsync(QueueMapping))["UUID"]!;

        var changed = await _desk.RefusedAsync("PUT", $"{MappingDesk.Path}/{uuid}", """{"BatchSize":3}""");
        var deleted = await _desk.RefusedAsync("DELETE", $"{MappingDesk.Path}/{uuid}");

        Assert.Equal((400, "ResourceInUseException", "Cannot update the event source mapping because it is in use."), changed);
        Assert.Equal((400, "ResourceInUseException", "Cannot delete the event source mapping because it is in use."), deleted);
    }

    [Fact]
    public async Task A_deleted_mapping_is_deleting_and_then_gone_and_its_source_is_free_again()
    {
        var uuid = await _desk.MakeAsync(QueueMapping);

        var deleted = await _desk.DoAsync("DELETE", $"{MappingDesk.Path}/{uuid}");
        await _desk.SettleAsync();

        Assert.Equal("Deleting", (string?)deleted["State"]);
        Assert.Equal(404, (await _desk.RefusedAsync("GET", $"{MappingDesk.Path}/{uuid}")).Status);
        Assert.NotEqual(uuid, await _desk.MakeAsync(QueueMapping));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_mapping_that_nobody_made_does_not_exist(string method)
    {
        var refused = await _desk.RefusedAsync(method, $"{MappingDesk.Path}/7a5b1f5e-1111-4222-8333-944455556666", method == "PUT" ? "{}" : "");

        Assert.Equal((404, "ResourceNotFoundException", "The resource you requested does not exist."), refused);
    }

    [Fact]
    public async Task A_change_cannot_make_a_duplicate()
    {
        var uuid = await _desk.MakeAsync(QueueMapping);
        var other = await _desk.MakeAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f:1"}""");

        var refused = await _desk.RefusedAsync("PUT", $"{MappingDesk.Path}/{other}", """{"FunctionName":"f"}""");

        Assert.Equal((409, "ResourceConflictException"), (refused.Status, refused.Code));
        Assert.EndsWith($"with UUID {uuid}", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_outlives_its_function_and_can_then_be_bound_to_no_other_missing_one()
    {
        var uuid = await _desk.MakeAsync(QueueMapping);
        _desk.Functions.Function = null;

        var changed = await _desk.DoAsync("PUT", $"{MappingDesk.Path}/{uuid}", """{"BatchSize":2}""");
        await _desk.SettleAsync();
        var refused = await _desk.RefusedAsync("PUT", $"{MappingDesk.Path}/{uuid}", """{"FunctionName":"f"}""");

        Assert.Equal(MappingDesk.FunctionArn, (string?)changed["FunctionArn"]);
        Assert.Equal("Function does not exist", refused.Text);
    }

    [Fact]
    public async Task Of_fifty_who_change_one_mapping_at_once_one_wins_until_it_has_settled()
    {
        var uuid = await _desk.MakeAsync(QueueMapping);

        var answers = await Task.WhenAll(Enumerable.Range(1, 50).Select(number => Task.Run(() =>
            _desk.SendAsync("PUT", $"{MappingDesk.Path}/{uuid}", $$"""{"MaximumBatchingWindowInSeconds":{{number}}}"""))));

        var won = Assert.Single(answers, answer => answer.Status == 202);
        Assert.Equal(49, answers.Count(answer => answer.Status == 400));
        Assert.Equal(
            (int?)JsonNode.Parse(won.Body.Span)!["MaximumBatchingWindowInSeconds"],
            _desk.Catalog.Find(MappingDesk.Key(uuid))!.Settings.BatchingWindowSeconds);
    }

    [Fact]
    public async Task Lists_show_what_is_bound_to_a_source_or_to_a_function_as_it_was_named()
    {
        var queue = await _desk.MakeAsync(QueueMapping);
        var versioned = await _desk.MakeAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f:1"}""");
        var stream = await _desk.MakeAsync($$"""{"EventSourceArn":"{{MappingDesk.Stream}}","FunctionName":"f","StartingPosition":"LATEST"}""");

        Assert.Equal([.. new[] { queue, versioned, stream }.Order(StringComparer.Ordinal)], await ListAsync(""));
        Assert.Equal([.. new[] { queue, stream }.Order(StringComparer.Ordinal)], await ListAsync("?FunctionName=f"));
        Assert.Equal([versioned], await ListAsync("?FunctionName=f%3A1"));
        Assert.Equal([stream], await ListAsync($"?EventSourceArn={Uri.EscapeDataString(MappingDesk.Stream)}"));
        Assert.Equal([versioned], await ListAsync($"?EventSourceArn={Uri.EscapeDataString(MappingDesk.Queue)}&FunctionName=f%3A1"));
        Assert.Equal([], await ListAsync("?FunctionName=nobody"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10_000)]
    public async Task Pages_hold_every_mapping_once_also_when_one_goes_in_between(int size)
    {
        for (var number = 0; number < 5; number++)
        {
            await _desk.MakeAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}{{number}}","FunctionName":"f"}""");
        }

        var all = await ListAsync("");
        var seen = new List<string>();
        string? marker = null;
        do
        {
            var page = await _desk.DoAsync("GET", $"{MappingDesk.Path}?MaxItems={size}" + (marker is null ? "" : $"&Marker={Uri.EscapeDataString(marker)}"));
            seen.AddRange(Uuids(page));
            marker = (string?)page["NextMarker"];
            if (seen.Count < all.Count)
            {
                // What the marker points at goes: the next page begins with what follows.
                await _desk.DoAsync("DELETE", $"{MappingDesk.Path}/{all[seen.Count]}");
                await _desk.SettleAsync();
                all.RemoveAt(seen.Count);
            }
        }
        while (marker is not null);

        Assert.Equal(all, seen);
    }

    [Fact]
    public async Task A_page_has_a_hundred_mappings_at_most()
    {
        for (var number = 0; number < 101; number++)
        {
            await _desk.CreateAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}{{number}}","FunctionName":"f"}""");
        }

        var page = await _desk.DoAsync("GET", $"{MappingDesk.Path}?MaxItems=10000");

        Assert.Equal(100, Uuids(page).Count());
        Assert.NotNull(page["NextMarker"]);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("%25%25%25")]
    [InlineData("bm8gdXVpZA%3D%3D")]
    public async Task A_marker_that_no_list_gave_is_refused(string marker) =>
        Assert.Equal(
            (400, "InvalidParameterValueException", "Invalid pagination key."), await _desk.RefusedAsync("GET", $"{MappingDesk.Path}?Marker={marker}"));

    [Fact]
    public async Task A_mapping_can_be_tagged_and_keeps_its_tags_through_changes()
    {
        var uuid = await _desk.MakeAsync($$$"""{"EventSourceArn":"{{{MappingDesk.Queue}}}","FunctionName":"f","Tags":{"a":"1"}}""");
        var tags = $"/2017-03-31/tags/{Uri.EscapeDataString(MappingDesk.Key(uuid).Arn)}";

        var tagged = await _desk.SendAsync("POST", tags, """{"Tags":{"b":"2"}}""");
        var untagged = await _desk.SendAsync("DELETE", $"{tags}?tagKeys=a");
        await _desk.DoAsync("PUT", $"{MappingDesk.Path}/{uuid}", """{"BatchSize":3}""");

        Assert.Equal((204, 204), (tagged.Status, untagged.Status));
        Assert.Equal("""{"Tags":{"b":"2"}}""", (await _desk.DoAsync("GET", tags)).ToJsonString());
    }

    [Fact]
    public async Task The_tags_of_a_mapping_that_nobody_made_are_not_found_in_the_services_words()
    {
        var arn = MappingDesk.Key("7a5b1f5e-1111-4222-8333-944455556666").Arn;

        var refused = await _desk.RefusedAsync("GET", $"/2017-03-31/tags/{Uri.EscapeDataString(arn)}");

        Assert.Equal((404, "ResourceNotFoundException", $"Event source mapping not found: {arn}"), refused);
    }

    [Fact]
    public async Task A_start_finds_every_mapping_as_it_was()
    {
        var uuid = await _desk.MakeAsync(QueueMapping);
        var again = new Goldcrest.Server.EventSources.EventSourceCatalog(_desk.Store);

        await again.LoadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(_desk.Catalog.Find(MappingDesk.Key(uuid)), again.Find(MappingDesk.Key(uuid)));
        Assert.Equal(MappingPhase.Enabled, Assert.Single(again.List("000000000000", "us-east-1")).Phase);
    }

    private async Task<List<string>> ListAsync(string query) => [.. Uuids(await _desk.DoAsync("GET", MappingDesk.Path + query))];

    private static IEnumerable<string> Uuids(JsonObject page) =>
        page["EventSourceMappings"]!.AsArray().Select(mapping => (string)mapping!["UUID"]!);
}
