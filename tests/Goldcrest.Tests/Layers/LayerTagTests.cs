using Goldcrest.Tests.Storage;

namespace Goldcrest.Tests.Layers;

public sealed class LayerTagTests : IDisposable
{
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:layer:l";
    private const string Tags = $"/2017-03-31/tags/{Arn}";

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_layer_is_tagged_and_keeps_its_tags_over_a_restart()
    {
        await using (var node = await LayerNode.OpenAsync(_folder.Root))
        {
            await node.PublishAsync();
            await node.AskAsync("POST", Tags, new { Tags = new { a = "1", b = "2" } });
            await node.AskAsync("DELETE", $"{Tags}?tagKeys=a");
            await node.PublishAsync();
        }

        await using var again = await LayerNode.OpenAsync(_folder.Root);
        Assert.Equal("""{"Tags":{"b":"2"}}""", (await again.AskAsync("GET", Tags)).GetRawText());
    }

    [Fact]
    public async Task Tags_go_with_the_last_version_and_not_before()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        await node.PublishAsync();
        await node.AskAsync("POST", Tags, new { Tags = new { a = "1" } });

        await node.SendAsync("DELETE", "/2018-10-31/layers/l/versions/2");
        var left = (await node.AskAsync("GET", Tags)).GetRawText();
        await node.SendAsync("DELETE", "/2018-10-31/layers/l/versions/1");

        Assert.Equal("""{"Tags":{"a":"1"}}""", left);
        await AssertMissingAsync(node, "GET", Tags);
        await AssertMissingAsync(node, "POST", Tags, new { Tags = new { a = "1" } });
        await node.PublishAsync();
        Assert.Equal("""{"Tags":{}}""", (await node.AskAsync("GET", Tags)).GetRawText());
    }

    [Fact]
    public async Task A_layer_that_nobody_published_has_no_tags()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);

        await AssertMissingAsync(node, "GET", Tags);
        await AssertMissingAsync(node, "POST", Tags, new { Tags = new { a = "1" } });
        await AssertMissingAsync(node, "DELETE", $"{Tags}?tagKeys=a");
    }

    [Fact]
    public async Task A_layer_has_fifty_tags_at_most_and_a_version_none()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        await node.AskAsync("POST", Tags, new { Tags = Enumerable.Range(0, 50).ToDictionary(number => $"k{number}", _ => "v") });

        await node.AssertRefusedAsync(
            400, "InvalidParameterValueException", "Number of tags exceeds resource tag limit.", "POST", Tags, new { Tags = new { more = "1" } });
        Assert.Equal(400, (await node.SendAsync("GET", $"{Tags}:1")).Status);
    }

    private static Task AssertMissingAsync(LayerNode node, string method, string target, object? body = null) =>
        node.AssertRefusedAsync(404, "ResourceNotFoundException", "The resource you requested does not exist.", method, target, body);
}
