using Goldcrest.SystemTests.Functions;
using Xunit;

namespace Goldcrest.SystemTests.Lists;

/// <summary>Markers and sizes that no client should send, and lists that change while they are read.</summary>
[Collection<SharedLists>]
public sealed class MarkerTests(ListStage stage)
{
    [Theory]
    [InlineData("garbage")]
    [InlineData("AAAAAAAA")]
    [InlineData("!!not-base64!!")]
    [InlineData("")]
    public async Task A_marker_that_no_list_gave_is_refused_by_every_list(string marker)
    {
        foreach (var list in stage.Cases.Values)
        {
            await AssertRefusedAsync($"{list.Target}Marker={Uri.EscapeDataString(marker)}", "InvalidParameterValueException", "Invalid pagination key.");
        }
    }

    [Fact]
    public async Task A_marker_of_one_list_is_refused_by_every_other()
    {
        var markers = new Dictionary<string, string>();
        foreach (var list in stage.Cases.Values.Where(list => list.Items.Count > 1))
        {
            markers[list.Operation] = (await stage.Caller.SendAsync("GET", $"{list.Target}MaxItems=1")).Ok().Find("NextMarker")!;
        }

        foreach (var list in stage.Cases.Values)
        {
            foreach (var (_, foreign) in markers.Where(marker => marker.Key != list.Operation))
            {
                await AssertRefusedAsync($"{list.Target}Marker={foreign}", "InvalidParameterValueException", "Invalid pagination key.");
            }
        }

        await AssertRefusedAsync($"{LambdaCaller.Functions}/listed-01/versions?Marker={markers["ListVersionsByFunction"]}", "InvalidParameterValueException", "Invalid pagination key.");
        await AssertRefusedAsync($"{LambdaCaller.Functions}/listed-01/aliases?Marker={markers["ListAliases"]}", "InvalidParameterValueException", "Invalid pagination key.");
    }

    [Fact]
    public async Task Sizes_out_of_the_model_s_range_or_no_number_are_refused_by_every_list()
    {
        foreach (var list in stage.Cases.Values)
        {
            const string Wrong = "1 validation error detected: Value '{0}' at 'maxItems' failed to satisfy constraint: Member must have value {1} than or equal to {2}";
            await AssertRefusedAsync($"{list.Target}MaxItems=0", "ValidationException", string.Format(null, Wrong, 0, "greater", 1));
            await AssertRefusedAsync($"{list.Target}MaxItems=-1", "ValidationException", string.Format(null, Wrong, -1, "greater", 1));
            await AssertRefusedAsync($"{list.Target}MaxItems={list.Max + 1}", "ValidationException", string.Format(null, Wrong, list.Max + 1, "less", list.Max));
            await AssertRefusedAsync($"{list.Target}MaxItems=abc", "SerializationException", "'abc' can not be converted to Integer");
            await AssertRefusedAsync($"{list.Target}MaxItems=2.5", "SerializationException", "'2.5' can not be converted to Integer");
            await AssertRefusedAsync($"{list.Target}MaxItems=99999999999", "SerializationException", "'99999999999' can not be converted to Integer");
            (await stage.Caller.SendAsync("GET", $"{list.Target}MaxItems=")).Ok();
        }
    }

    [Fact]
    public async Task Aliases_that_come_and_go_between_pages_leave_the_others_to_be_seen_once()
    {
        var aliases = $"{LambdaCaller.Functions}/listed-03/aliases";
        foreach (var name in "bdfhj")
        {
            await MakeAsync(name);
        }

        var seen = new List<string?>();
        var first = await PageAsync("");
        await RemoveAsync('b');
        await RemoveAsync('f');
        await MakeAsync('a');
        await MakeAsync('g');
        var second = await PageAsync($"&Marker={first.Find("NextMarker")}");
        await RemoveAsync('j');
        await MakeAsync('k');
        var third = await PageAsync($"&Marker={second.Find("NextMarker")}");

        Assert.Equal(["b", "d", "g", "h", "k"], seen);
        Assert.Null(third.Find("NextMarker"));

        async Task MakeAsync(char name) => (await stage.Caller.SendAsync("POST", aliases, new { Name = $"{name}", FunctionVersion = "$LATEST" })).Ok();
        async Task RemoveAsync(char name) => (await stage.Caller.SendAsync("DELETE", $"{aliases}/{name}")).Ok();
        async Task<LambdaAnswer> PageAsync(string marker)
        {
            var page = (await stage.Caller.SendAsync("GET", $"{aliases}?MaxItems=2{marker}")).Ok();
            seen.AddRange(page.Body.GetProperty("Aliases").EnumerateArray().Select(alias => alias.GetProperty("Name").GetString()));
            return page;
        }
    }

    private async Task AssertRefusedAsync(string target, string errorType, string message)
    {
        var answer = await stage.Caller.SendAsync("GET", target);

        Assert.True((400, errorType, message) == (answer.Status, answer.ErrorType, answer.Message), $"{target}: {answer.Status} {answer.Text}");
    }
}
