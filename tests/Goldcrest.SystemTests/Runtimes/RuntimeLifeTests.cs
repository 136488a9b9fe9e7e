using Xunit;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>What holds for the runtimes of all languages alike.</summary>
public sealed class RuntimeLifeTests
{
    private const int LargeCharacters = 6_000_000;

    [Theory]
    [InlineData("nodejs")]
    [InlineData("python")]
    [InlineData("ruby")]
    [InlineData("dotnet")]
    [InlineData("java")]
    public async Task State_lives_from_one_event_to_the_next(string language)
    {
        var setup = RuntimeSetup.For(language, "answers.counter");
        var run = await RuntimeRun.StartAsync(setup, [.. Enumerable.Repeat(new RuntimeEvent("{}"), 50)]);

        Assert.Equal(Enumerable.Range(1, 50).Select(count => $"{count}"), run.Posts.Select(post => post.Text));
        Assert.Null(run.ExitCode);
    }

    [Theory]
    [InlineData("nodejs", false)]
    [InlineData("nodejs", true)]
    [InlineData("python", false)]
    [InlineData("python", true)]
    [InlineData("ruby", false)]
    [InlineData("ruby", true)]
    [InlineData("dotnet", false)]
    [InlineData("dotnet", true)]
    [InlineData("java", false)]
    [InlineData("java", true)]
    public async Task An_event_may_have_six_megabytes(string language, bool isChunked)
    {
        var large = new RuntimeEvent($"\"{new string('x', LargeCharacters - 1)}é\"") { IsChunked = isChunked };
        var run = await RuntimeRun.StartAsync(RuntimeSetup.For(language, "answers.length"), large, large);

        Assert.Equal([$"{LargeCharacters}", $"{LargeCharacters}"], run.Posts.Select(post => post.Text));
    }

    [Theory]
    [InlineData("nodejs")]
    [InlineData("python")]
    [InlineData("ruby")]
    [InlineData("dotnet")]
    [InlineData("java")]
    public async Task A_result_may_have_six_megabytes(string language)
    {
        var wanted = new RuntimeEvent($$"""{"characters":{{LargeCharacters}}}""");
        var run = await RuntimeRun.StartAsync(RuntimeSetup.For(language, "answers.big"), wanted, wanted);

        Assert.Equal([LargeCharacters + 2, LargeCharacters + 2], run.Posts.Select(post => post.Body.Length));
        Assert.All(run.Posts, post => Assert.True(post.Body.AsSpan(1, LargeCharacters).IndexOfAnyExcept((byte)'x') < 0));
    }

    [Theory]
    [InlineData("nodejs")]
    [InlineData("python")]
    [InlineData("ruby")]
    [InlineData("dotnet")]
    [InlineData("java")]
    public async Task Small_events_may_be_chunked(string language)
    {
        var chunked = new RuntimeEvent("\"small\"") { IsChunked = true };
        var run = await RuntimeRun.StartAsync(RuntimeSetup.For(language, "answers.echo"), chunked, chunked, chunked);

        Assert.Equal(["\"small\"", "\"small\"", "\"small\""], run.Posts.Select(post => post.Text));
    }

    [Theory]
    [InlineData("nodejs", "answers.deep", 900, "900")]
    [InlineData("python", "answers.depth", 900, "900")]
    [InlineData("nodejs", "answers.deep", 5_000, "5000")]
    [InlineData("ruby", "answers.depth", 100, "100")]
    [InlineData("dotnet", "Fixtures::Fixtures.Answers::Depth", 900, "900")]
    [InlineData("java", "fixtures.Answers::depth", 900, "900")]
    public async Task Events_may_be_nested_deeply(string language, string handler, int depth, string expected)
    {
        var nested = new RuntimeEvent(new string('[', depth) + new string(']', depth));
        var run = await RuntimeRun.StartAsync(new RuntimeSetup(language, handler), nested);

        Assert.Equal(expected, Assert.Single(run.Posts).Text);
    }

    [Fact]
    public async Task An_event_nested_too_deeply_for_python_is_an_error()
    {
        var nested = new RuntimeEvent(new string('[', 100_000) + new string(']', 100_000));
        var run = await RuntimeRun.StartAsync(new RuntimeSetup("python", "answers.depth"), nested, new RuntimeEvent("[]"));

        Assert.Equal("Runtime.UnmarshalError", run.Posts[0].ErrorType);
        Assert.Equal("1", run.Posts[1].Text);
    }

    [Theory]
    [InlineData("nodejs", """{"trace":"Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0","logDescriptor":null,"directory":true}""")]
    [InlineData("python", """{"trace": "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0", "logDescriptor": null, "directory": true, "firstPath": true, "exit": "Quitter"}""")]
    [InlineData("ruby", """{"trace":"Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0","logDescriptor":null,"directory":true}""")]
    [InlineData("dotnet", """{"trace":"Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0","logDescriptor":null,"directory":true}""")]
    [InlineData("java", """{"trace":"Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0","directory":true}""")]
    public async Task The_environment_is_the_functions(string language, string expected)
    {
        var setup = RuntimeSetup.For(language, "answers.environment") with { HasFrames = true };
        var run = await RuntimeRun.StartAsync(
            setup, new RuntimeEvent("{}") { Headers = SharedCases.AllHeaders }, new RuntimeEvent("{}"));

        Assert.Equal(expected, run.Posts[0].Text);
        // Java leaves out what is null.
        Assert.StartsWith(language switch { "python" => "{\"trace\": null,", "java" => "{\"directory\"", _ => "{\"trace\":null," }, run.Posts[1].Text);
    }

    [Theory]
    [InlineData("nodejs", null)]
    [InlineData("python", 1)]
    [InlineData("ruby", null)]
    [InlineData("dotnet", 1)]
    [InlineData("java", 1)]
    public async Task A_refused_result_is_logged(string language, int? exitCode)
    {
        var setup = RuntimeSetup.For(language, "answers.big") with { PostStatus = 413 };
        var large = new RuntimeEvent("""{"characters":2000000}""");
        var run = await RuntimeRun.StartAsync(setup, large, large);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Matches(
            @"^\[ERROR\] \[\d+\] LAMBDA_RUNTIME Failed to post handler success response\. Http response code: 413\.\n", run.Errors);
    }

    [Theory]
    [InlineData("nodejs", 129)]
    [InlineData("python", 1)]
    [InlineData("ruby", 1)]
    [InlineData("dotnet", 1)]
    [InlineData("java", 1)]
    public async Task A_runtime_without_its_api_ends(string language, int exitCode)
    {
        using var process = System.Diagnostics.Process.Start(
            RuntimeSetup.For(language, "answers.echo").ToStartInfo("127.0.0.1:1", "/dev/null"))!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var errors = process.StandardError.ReadToEndAsync(patience.Token);

        await process.WaitForExitAsync(patience.Token);

        Assert.Equal(exitCode, process.ExitCode);
        Assert.NotEmpty(await errors);
    }
}
