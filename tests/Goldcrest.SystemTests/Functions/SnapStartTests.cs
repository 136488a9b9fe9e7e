using System.IO.Compression;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Runtimes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Functions;

/// <summary>Versions with SnapStart in real sandboxes: INIT when they are published, hooks, restores, keys on request.</summary>
public sealed class SnapStartTests(SharedServer shared)
{
    private const string Hooks = """
        import os, random
        from snapshot_restore_py import register_before_snapshot, register_after_restore

        told = ["init"]
        drawn = random.random()
        register_before_snapshot(told.append, "before 1")
        register_before_snapshot(told.append, "before 2")
        register_after_restore(told.append, "after 1")

        @register_after_restore
        def after():
            told.append("after 2")

        def handler(event, context):
            return {"told": told, "type": os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"],
                    "keys": sorted(name for name in os.environ if "CREDENTIALS" in name or name.startswith(("AWS_ACCESS", "AWS_SECRET", "AWS_SESSION")))}
        """;

    [Fact]
    public async Task Hooks_run_around_the_wait_in_their_orders_and_keys_are_not_in_the_environment()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployAsync("python3.12", "app.handler", new() { ["app.py"] = Hooks }, SnapStart());
        var version = await client.PublishAsync(name);

        var first = await client.InvokeAsync($"{name}:{version}", "{}");
        var latest = await client.InvokeAsync(name, "{}");

        Assert.Equal(
            """{"told": ["init", "before 2", "before 1", "after 1", "after 2"], "type": "snap-start", "keys": ["AWS_CONTAINER_CREDENTIALS_FULL_URI"]}""",
            first.Text);
        Assert.Equal(
            """{"told": ["init"], "type": "on-demand", "keys": ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]}""", latest.Text);
        var log = await client.ReadLogAsync(name);
        Assert.Contains(log, line => line.StartsWith("RESTORE_START Runtime Version: python:", StringComparison.Ordinal));
        Assert.Contains(log, line => line.StartsWith("RESTORE_REPORT Restore Duration: ", StringComparison.Ordinal));
        Assert.Contains(log, line => line.StartsWith("REPORT ", StringComparison.Ordinal) && line.Contains("\tBilled Restore Duration: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("java", "java21", "fixtures.Hooked::told", """["beforeCheckpoint","before 2","before 1","after 1","after 2","afterRestore"]""")]
    [InlineData("dotnet", "dotnet8", "Fixtures::Fixtures.Hooked::Told", "\"before 2, before 1, after 1, after 2\"")]
    public async Task Java_and_dotnet_have_their_hooks_too(string language, string runtime, string handler, string told)
    {
        using var client = await FunctionClient.ForAsync(shared);
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(new RuntimeSetup(language, handler).TaskRoot, zip);
        var name = await client.DeployZipAsync(runtime, handler, zip.ToArray(), SnapStart(("MemorySize", 512), ("Timeout", 60)));
        var version = await client.PublishAsync(name);

        var reply = await client.InvokeAsync($"{name}:{version}", "{}");

        Assert.Equal((null, told), (reply.FunctionError, reply.Text));
    }

    [Fact]
    public async Task INIT_has_run_before_the_version_is_active_and_a_failed_one_is_told_by_its_state()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployAsync("python3.12", "app.handler", new() { ["app.py"] = WhenPublished("raise RuntimeError('not to be published')") }, SnapStart());

        var (published, settled) = await client.PublishAndSettleAsync(name);

        Assert.Equal("Pending", published.GetProperty("State").GetString());
        Assert.Equal(
            ("Failed", "FunctionError.RuntimeInitError", "Off"),
            (settled.GetProperty("State").GetString(), settled.GetProperty("StateReasonCode").GetString(), settled.GetProperty("SnapStart").GetProperty("OptimizationStatus").GetString()));
        var refused = await client.InvokeAsync($"{name}:1", "{}");
        Assert.Equal(409, refused.Status);
    }

    [Fact]
    public async Task A_version_that_still_initialises_is_not_ready()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployAsync("python3.12", "app.handler", new() { ["app.py"] = WhenPublished("time.sleep(60)") }, SnapStart());
        await client.BeginPublishAsync(name);

        var refused = await client.InvokeAsync($"{name}:1", "{}");
        await client.DeleteAsync(name);

        Assert.Equal(
            (409, "Lambda is initializing your function. You can invoke the function when the function state becomes Active."),
            (refused.Status, refused.Json.GetProperty("Message").GetString()));
    }

    [Theory]
    [InlineData("raise ValueError('broken hook')", 400, "SnapStartException")]
    [InlineData("os._exit(3)", 400, "SnapStartException")]
    [InlineData("time.sleep(30)", 408, "SnapStartTimeoutException")]
    public async Task A_restore_that_fails_is_an_error_of_the_call(string hook, int status, string type)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var code = $"import os, time\nfrom snapshot_restore_py import register_after_restore\n@register_after_restore\ndef hook():\n    {hook}\n"
            + "def handler(event, context):\n    return 1\n";
        var name = await client.DeployAsync("python3.12", "app.handler", new() { ["app.py"] = code }, SnapStart());
        var version = await client.PublishAsync(name);

        var refused = await client.InvokeAsync($"{name}:{version}", "{}");

        Assert.Equal((status, type), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task An_SDK_in_the_function_fetches_its_keys_and_they_are_those_of_the_role()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var code = """
            import boto3

            def handler(event, context):
                keys = boto3.Session().get_credentials()
                frozen = keys.get_frozen_credentials()
                return [keys.method, frozen.access_key[:4], bool(frozen.secret_key), frozen.token]
            """;
        var name = await client.DeployAsync("python3.12", "app.handler", new() { ["app.py"] = code }, SnapStart(("MemorySize", 512), ("Timeout", 60)));
        var version = await client.PublishAsync(name);

        var reply = await client.InvokeAsync($"{name}:{version}", "{}");

        Assert.Null(reply.FunctionError);
        Assert.Equal(("container-role", "ASIA", true), (reply.Json[0].GetString(), reply.Json[1].GetString(), reply.Json[2].GetBoolean()));
    }

    [Fact]
    public async Task Keys_are_not_given_without_the_token_nor_to_an_ordinary_function()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var code = """
            import urllib.request, urllib.error

            def handler(event, context):
                told = []
                for headers in ({}, {"Authorization": "guess"}):
                    try:
                        urllib.request.urlopen(urllib.request.Request("http://127.0.0.1:9001/2021-04-23/credentials", headers=headers), timeout=10)
                        told.append("keys")
                    except urllib.error.HTTPError as refused:
                        told.append([refused.code, refused.read().decode()[:6]])
                return told
            """;
        var name = await client.DeployAsync("python3.12", "app.handler", new() { ["app.py"] = code }, SnapStart(("MemorySize", 512), ("Timeout", 60)));
        var version = await client.PublishAsync(name);

        var snapshot = await client.InvokeAsync($"{name}:{version}", "{}");
        var ordinary = await client.InvokeAsync(name, "{}");

        Assert.Equal("""[[404, "cannot"], [404, "cannot"]]""", snapshot.Text);
        Assert.Equal("""[[404, "{\"erro"], [404, "{\"erro"]]""", ordinary.Text);
    }

    /// <summary>A function that does so in the INIT of every version but <c>$LATEST</c>.</summary>
    private static string WhenPublished(string statement) =>
        $"import os, time\nif os.environ['AWS_LAMBDA_FUNCTION_VERSION'] != '$LATEST':\n    {statement}\ndef handler(event, context):\n    return 1\n";

    private static JsonObject SnapStart(params (string Name, JsonNode Value)[] members)
    {
        var settings = new JsonObject { ["SnapStart"] = new JsonObject { ["ApplyOn"] = "PublishedVersions" } };
        foreach (var (name, value) in members)
        {
            settings[name] = value;
        }

        return settings;
    }
}
