using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Invoke;

public sealed class LimitTests(SharedServer shared)
{
    private const int MaxEvent = 6_291_456;
    private const int MaxResponse = 6_291_556;

    [Theory]
    [InlineData("python3.11", "app.handler")]
    [InlineData("nodejs18.x", "index.handler")]
    public async Task A_response_may_have_six_MiB_and_a_hundred_bytes_and_not_one_more(string runtime, string handler)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployAsync(runtime, handler, new()
        {
            ["app.py"] = "def handler(event, context):\n    return 'x' * event\n",
            ["index.js"] = "exports.handler = async (event) => 'x'.repeat(event);",
        }, new() { ["MemorySize"] = 512, ["Timeout"] = 30 });

        var fits = await client.InvokeAsync(name, $"{MaxResponse - 2}");
        var tooLarge = await client.InvokeAsync(name, $"{MaxResponse - 1}");
        var next = await client.InvokeAsync(name, "1");

        Assert.Equal((null, MaxResponse), (fits.FunctionError, fits.Body.Length));
        Assert.Equal(
            (200, "Unhandled", "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size exceeded maximum allowed payload size (6291556 bytes).\"}"),
            (tooLarge.Status, tooLarge.FunctionError, tooLarge.Text));
        Assert.Equal("\"x\"", next.Text);
    }

    [Fact]
    public async Task An_event_may_have_six_MiB_and_not_one_byte_more()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync("def handler(event, context):\n    return len(event)\n", new() { ["MemorySize"] = 512, ["Timeout"] = 30 });

        var fits = await client.InvokeAsync(name, $"\"{new string('x', MaxEvent - 2)}\"");
        var tooLarge = await client.InvokeAsync(name, $"\"{new string('x', MaxEvent - 1)}\"");

        Assert.Equal($"{MaxEvent - 2}", fits.Text);
        Assert.Equal(
            (413, "RequestEntityTooLargeException", "{\"Message\":\"Request must be smaller than 6291456 bytes for the InvokeFunction operation\"}"),
            (tooLarge.Status, tooLarge.ErrorCode, tooLarge.Text));
    }

    [Fact]
    public async Task An_event_that_is_no_JSON_is_refused_before_anything_runs()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync("def handler(event, context):\n    return event\n");

        var reply = await client.InvokeAsync(name, [(byte)'"', 0x87, (byte)'"'], "", TestContext.Current.CancellationToken);

        Assert.Equal((400, "InvalidRequestContentException"), (reply.Status, reply.ErrorCode));
        Assert.Equal("User", reply.Json.GetProperty("Type").GetString());
        Assert.Equal(
            "Could not parse request body into json: Could not parse payload into json: Invalid UTF-8 start byte 0x87\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 3]",
            reply.Json.GetProperty("message").GetString());
        Assert.Empty(await client.ReadLogAsync(name));
    }

    [Fact]
    public async Task Events_and_responses_pass_byte_by_byte()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync("def handler(event, context):\n    return event\n");

        var empty = await client.InvokeAsync(name, "");
        var nothing = await client.InvokeAsync(name, "null");
        var text = await client.InvokeAsync(name, "\"\u00e9\u20ac\U0001F600\"");

        Assert.Equal(("{}", "null"), (empty.Text, nothing.Text));
        Assert.Equal("\u00e9\u20ac\U0001F600", System.Text.Json.JsonSerializer.Deserialize<string>(text.Body));
        Assert.DoesNotContain("X-Amz-Log-Result", text.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_response_need_not_be_JSON_or_text()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync("def handler(event, context):\n    return bytes(range(256))\n");

        var reply = await client.InvokeAsync(name, "{}");

        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), reply.Body);
    }
}
