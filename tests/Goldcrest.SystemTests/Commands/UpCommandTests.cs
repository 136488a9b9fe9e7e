using System.Net;
using System.Net.Sockets;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Commands;

public sealed class UpCommandTests(SharedServer shared)
{
    [Fact]
    public async Task The_ready_line_is_the_last_and_requests_are_answered_by_then()
    {
        await using var server = LiveProgram.Start("up", "--no-install", "--port", "0", "--data", Directory.CreateTempSubdirectory("goldcrest-ready-").FullName);
        var ready = await server.ReadUntilAsync("goldcrest ready on ");

        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(ready.Split(' ')[^1] + "/2015-03-31/functions"), TestContext.Current.CancellationToken);

        Assert.Matches("^goldcrest ready on http://127.0.0.1:[0-9]+$", ready);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        server.Signal("TERM");
        await Assert.ThrowsAsync<EndOfStreamException>(() => server.ReadUntilAsync("any line more"));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_the_flag_that_helps()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var run = await Typed.RunAsync("up", "--no-install", "--port", $"{port}", "--data", folder.Path);

        Assert.Equal((1, $"goldcrest: Port {port} is taken by another program. Stop that, or choose another port with --port N.\n"), (run.ExitCode, run.Errors));
        Assert.Empty(await Sandboxes.Traces.LastingOfAsync(folder.Path));
    }

    [Fact]
    public async Task A_data_directory_that_another_server_has_is_named_with_its_process()
    {
        var server = await shared.GetAsync();

        var run = await Typed.RunAsync("up", "--no-install", "--port", "0", "--data", server.DataDirectory);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"goldcrest: A server with process id {server.ProcessId} already serves {server.DataDirectory}. Stop it with goldcrest up --stop", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/goldcrest")]
    [InlineData("/dev/null/goldcrest")]
    public async Task A_data_directory_that_cannot_be_made_is_named_with_the_flag_that_helps(string directory)
    {
        var run = await Typed.RunAsync("up", "--no-install", "--port", "0", "--data", directory);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"goldcrest: The data directory {directory} cannot be used (", run.Errors, StringComparison.Ordinal);
        Assert.EndsWith(" Choose another with --data DIR.\n", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_bad_flags_are_told_at_once()
    {
        var run = await Typed.RunAsync("up", "--port", "99999", "--account", "12", "--idle-timeout", "soon");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--port must be from 0 to 65535", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--account must be 12 digits", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--idle-timeout must be a time", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_that_does_not_exist_is_refused_with_the_way_to_help()
    {
        var run = await Typed.RunAsync("up", "--colour", "red");

        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith("Try: goldcrest up --help\n", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_says_what_the_options_do()
    {
        var run = await Typed.RunAsync("up", "--help");

        Assert.Contains("How long a warm sandbox may wait", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_root_it_says_so_and_what_to_type()
    {
        using var folder = new TemporaryFolder();

        var run = await ProgramRun.RunAsync(
            "/usr/bin/setpriv", ["--reuid=65534", "--clear-groups", GoldcrestServer.Program, "up", "--isolation", "crun", "--port", "0", "--data", Path.Combine(folder.Path, "data")], new Dictionary<string, string>());

        Assert.Equal((1, "goldcrest: This host lacks root (sandboxes are made of namespaces, mounts and control groups). What helps: start the server with sudo; what crun without root would need, doctor tells an ordinary user\n"), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task The_demo_shows_answers_and_log_lines()
    {
        await using var server = await GoldcrestServer.StartAsync(null, "--demo");

        Assert.Matches("deployed hello-nodejs .*\n  cold invoke, .* ms: .*Hello, Goldcrest, from Node.js", server.Output);
        Assert.Matches("deployed hello-python .*\n  cold invoke, .* ms: .*Hello, Goldcrest, from Python", server.Output);
        Assert.Contains("    | REPORT RequestId: ", server.Output, StringComparison.Ordinal);
        Assert.Contains("    | call 2 of hello-python, ", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_finds_that_this_host_can_serve()
    {
        var run = await Typed.OnAsync(await shared.GetAsync(), "doctor");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("serves python3.", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("This host has all it needs.\n", run.Output, StringComparison.Ordinal);
    }
}
