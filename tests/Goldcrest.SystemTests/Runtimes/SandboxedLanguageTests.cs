using System.Globalization;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>What every managed language finds in a real sandbox, by the one handler that all have: <c>act</c>.</summary>
public sealed class SandboxedLanguageTests(SharedServer shared)
{
    private const string Event = """{"text":"æ漢😀"}""";

    [Theory]
    [MemberData(nameof(SharedCases.Languages), MemberType = typeof(SharedCases))]
    public async Task The_handler_is_told_what_the_caller_said(string language)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var settings = Room();
        settings["TenancyConfig"] = new JsonObject { ["TenantIsolationMode"] = "PER_TENANT" };
        var name = await DeployAsync(client, language, settings);
        var context = Convert.ToBase64String("""{"custom":{"k":"v"}}"""u8);

        var reply = await client.InvokeAsync(name, Event, ("X-Amz-Client-Context", context), ("X-Amz-Tenant-Id", "tenant-1"));

        Assert.Null(reply.FunctionError);
        Assert.Equal("æ漢😀", Told(reply, "text"));
        Assert.Equal(("v", "tenant-1"), (Told(reply, "custom"), Told(reply, "tenant")));
    }

    [Theory]
    [MemberData(nameof(SharedCases.Languages), MemberType = typeof(SharedCases))]
    public async Task A_wrapper_script_starts_the_runtime(string language)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var settings = Room();
        settings["Environment"] = new JsonObject { ["Variables"] = new JsonObject { ["AWS_LAMBDA_EXEC_WRAPPER"] = "/opt/wrapper" } };
        settings["Layers"] = new JsonArray(await PublishAsync(FunctionClient.Zip(new() { ["wrapper"] = "#!/bin/sh\nexport WRAPPED=\"$AWS_LAMBDA_FUNCTION_NAME\"\nexec \"$@\"\n" })));
        var name = await DeployAsync(client, language, settings);

        var reply = await client.InvokeAsync(name, "{}");

        Assert.Equal((null, name), (reply.FunctionError, Told(reply, "wrapped")));
    }

    [Theory]
    [MemberData(nameof(SharedCases.Languages), MemberType = typeof(SharedCases))]
    public async Task Code_is_found_in_layers(string language)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var settings = Room();
        settings["Layers"] = new JsonArray(await PublishAsync(LanguageZips.Layer(language)));
        var name = await DeployAsync(client, language, settings, isSplit: true);

        var reply = await client.InvokeAsync(name, "{}");

        Assert.Equal((null, "from a layer"), (reply.FunctionError, Told(reply, "layer")));
    }

    [Theory]
    [MemberData(nameof(SharedCases.Languages), MemberType = typeof(SharedCases))]
    public async Task A_runtime_that_exits_begins_anew_and_tmp_stays(string language)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, language, Room());

        var first = await client.InvokeAsync(name, """{"note":"a"}""");
        var second = await client.InvokeAsync(name, """{"note":"b","then":"exit"}""");
        var third = await client.InvokeAsync(name, """{"note":"c"}""");

        Assert.Equal((null, "a"), (first.FunctionError, Told(first, "notes")));
        Assert.Equal(("Unhandled", "Runtime.ExitError"), (second.FunctionError, second.Json.GetProperty("errorType").GetString()));
        Assert.EndsWith("Runtime exited with error: exit status 3", second.Json.GetProperty("errorMessage").GetString());
        Assert.Equal((null, "abc"), (third.FunctionError, Told(third, "notes")));
    }

    /// <summary>All languages together: each waits for its timeout.</summary>
    [Fact]
    public async Task A_timeout_ends_the_runtime_and_tmp_stays()
    {
        using var client = await FunctionClient.ForAsync(shared);

        var told = await Task.WhenAll(SharedCases.Languages.Select(language => TimeOutAsync(client, language.Data)));

        Assert.All(told, notes => Assert.EndsWith("abc", notes));
    }

    [Theory]
    [MemberData(nameof(SharedCases.Languages), MemberType = typeof(SharedCases))]
    public async Task An_event_and_its_answer_may_have_five_megabytes(string language)
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await DeployAsync(client, language, Room());
        var text = new string('x', 5_000_000);

        var reply = await client.InvokeAsync(name, $$"""{"text":"{{text}}"}""");

        Assert.Null(reply.FunctionError);
        Assert.True(Told(reply, "text") == text, "the text came back otherwise");
    }

    /// <returns>The language, and what /tmp holds in the end.</returns>
    private static async Task<string> TimeOutAsync(FunctionClient client, string language)
    {
        const int Seconds = 15;
        var settings = Room();
        settings["Timeout"] = Seconds;
        var name = await DeployAsync(client, language, settings);
        await client.InvokeAsync(name, """{"note":"a"}""");
        var late = await client.InvokeAsync(name, """{"note":"b","then":"sleep"}""");
        var after = await client.InvokeAsync(name, """{"note":"c"}""");
        Assert.Equal(("Unhandled", "Sandbox.Timedout"), (late.FunctionError, late.Json.GetProperty("errorType").GetString()));
        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"Task timed out after {Seconds}.00 seconds"), late.Json.GetProperty("errorMessage").GetString());
        return $"{language}: {Told(after, "notes")}";
    }

    private static string? Told(FunctionReply reply, string member) =>
        reply.Json.TryGetProperty(member, out var value) ? value.GetString() : $"{member} is missing in {reply.Text[..Math.Min(reply.Text.Length, 500)]}";

    /// <param name="isSplit">Whether a part of the function is left to a layer.</param>
    private static Task<string> DeployAsync(FunctionClient client, string language, JsonObject settings, bool isSplit = false)
    {
        var setup = RuntimeSetup.For(language, "answers.act");
        return client.DeployZipAsync(SharedCases.RuntimeOf(language), setup.Handler, LanguageZips.Function(setup, isSplit), settings);
    }

    private static JsonObject Room() => new() { ["MemorySize"] = 512, ["Timeout"] = 60 };

    private async Task<string> PublishAsync(byte[] zip)
    {
        var caller = LambdaCaller.Root(await shared.GetAsync());
        var answer = await caller.SendAsync("POST", $"/2018-10-31/layers/language-{Guid.NewGuid():N}/versions", new { Content = new { ZipFile = zip } });
        return answer.Ok().Find("LayerVersionArn")!;
    }
}
