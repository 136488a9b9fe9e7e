using System.IO.Compression;
using System.Text;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Layers;

public sealed class FunctionWithLayersTests(SharedServer shared)
{
    private const string App = """
        import greeting, os
        def handler(event, context):
            return {"greeting": greeting.TEXT, "files": sorted(os.listdir("/opt/data"))}
        """;

    [Fact]
    public async Task A_function_finds_its_layers_merged_in_order_and_keeps_them_when_they_are_deleted()
    {
        var caller = LambdaCaller.Root(await shared.GetAsync());
        var first = await PublishAsync(caller, "merged-first", ("python/greeting.py", "TEXT = 'first'"), ("data/one", "1"));
        var second = await PublishAsync(caller, "merged-second", ("python/greeting.py", "TEXT = 'second'"), ("data/two", "2"));
        (await caller.CreateAsync("with-layers", Zip(("app.py", App)), ("Layers", new[] { first, second }))).Ok();
        var made = await caller.SettleAsync("with-layers");
        (await caller.SendAsync("DELETE", "/2018-10-31/layers/merged-first/versions/1")).Ok();

        var warm = await InvokeAsync(caller);
        (await caller.SendAsync("PUT", $"{LambdaCaller.Functions}/with-layers/configuration", new { Description = "boots anew" })).Ok();
        await caller.SettleAsync("with-layers");
        var anew = await InvokeAsync(caller);

        Assert.Equal([first, second], made.GetProperty("Layers").EnumerateArray().Select(layer => layer.GetProperty("Arn").GetString()));
        Assert.Equal("""{"greeting": "second", "files": ["one", "two"]}""", warm);
        Assert.Equal(warm, anew);
    }

    [Fact]
    public async Task An_update_takes_layers_away_again()
    {
        var caller = LambdaCaller.Root(await shared.GetAsync());
        var layer = await PublishAsync(caller, "taken-away", ("python/greeting.py", "TEXT = 'here'"), ("data/one", "1"));
        (await caller.CreateAsync("loses-layers", Zip(("app.py", "def handler(event, context):\n    import os\n    return os.path.exists('/opt/data')\n")), ("Layers", new[] { layer }))).Ok();
        await caller.SettleAsync("loses-layers");
        var before = await InvokeAsync(caller, "loses-layers");

        (await caller.SendAsync("PUT", $"{LambdaCaller.Functions}/loses-layers/configuration", new { Layers = Array.Empty<string>() })).Ok();
        await caller.SettleAsync("loses-layers");

        Assert.Equal(("true", "false"), (before, await InvokeAsync(caller, "loses-layers")));
    }

    private static async Task<string> InvokeAsync(LambdaCaller caller, string name = "with-layers")
    {
        var answer = await caller.SendAsync("POST", $"{LambdaCaller.Functions}/{name}/invocations", "{}"u8.ToArray());
        return answer.Text;
    }

    private static async Task<string> PublishAsync(LambdaCaller caller, string name, params (string Path, string Text)[] files)
    {
        var answer = await caller.SendAsync("POST", $"/2018-10-31/layers/{name}/versions", new { Content = new { ZipFile = Zip(files) } });
        return answer.Ok().Body.GetProperty("LayerVersionArn").GetString()!;
    }

    private static byte[] Zip(params (string Path, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (path, text) in files)
            {
                using var file = zip.CreateEntry(path).Open();
                file.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }
}
