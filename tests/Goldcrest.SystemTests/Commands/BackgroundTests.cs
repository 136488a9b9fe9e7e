using System.Globalization;
using Goldcrest.SystemTests.Sandboxes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Commands;

public sealed class BackgroundTests
{
    [Fact]
    public async Task A_background_server_answers_when_the_command_returns_and_ends_when_told()
    {
        using var folder = new TemporaryFolder();

        var started = await StartAsync(folder.Path);
        var asked = await Typed.RunAsync("invoke", "nobody", "--data", folder.Path);
        var stopped = await StopAsync(folder.Path);

        Assert.Equal((0, ""), (started.ExitCode, started.Errors));
        Assert.Matches("\ngoldcrest ready on http://127.0.0.1:[0-9]+\n$", started.Output);
        Assert.Contains("ResourceNotFoundException", asked.Errors, StringComparison.Ordinal);
        Assert.Matches("^Stopped the server with process id [0-9]+\\.\n$", stopped.Output);
        Assert.Empty(await Traces.LastingOfAsync(folder.Path));
    }

    [Fact]
    public async Task Stopping_where_nothing_runs_says_so_and_is_no_failure()
    {
        using var folder = new TemporaryFolder();

        var run = await StopAsync(folder.Path);

        Assert.Equal((0, $"No server is running on {folder.Path}.\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task A_process_id_that_now_belongs_to_another_program_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "lock"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "goldcrest.pid"), $"{Environment.ProcessId}\nhttp://127.0.0.1:9\n", TestContext.Current.CancellationToken);

        var run = await StopAsync(folder.Path);

        Assert.Equal((0, $"No server is running on {folder.Path}.\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task A_second_start_on_the_same_directory_names_the_first()
    {
        using var folder = new TemporaryFolder();
        await StartAsync(folder.Path);

        var second = await StartAsync(folder.Path);
        var stopped = await StopAsync(folder.Path);

        var first = int.Parse(stopped.Output.Trim().TrimEnd('.').Split(' ')[^1], CultureInfo.InvariantCulture);
        Assert.Equal(1, second.ExitCode);
        Assert.StartsWith($"goldcrest: A server with process id {first} already serves {folder.Path}.", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_fails_shows_the_end_of_the_log()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "goldcrest.db"), new string('x', 10_000), TestContext.Current.CancellationToken);

        var run = await StartAsync(folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\ngoldcrest: The database ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_kill_the_next_start_cleans_up_and_serves()
    {
        using var folder = new TemporaryFolder();
        await StartAsync(folder.Path);
        var killed = int.Parse(File.ReadLines(Path.Combine(folder.Path, "goldcrest.pid")).First(), CultureInfo.InvariantCulture);
        LiveProgram.SendSignal(killed, "KILL");

        var again = await StartAsync(folder.Path);
        var stopped = await StopAsync(folder.Path);

        Assert.Equal((0, ""), (again.ExitCode, again.Errors));
        Assert.StartsWith("Stopped the server", stopped.Output, StringComparison.Ordinal);
        Assert.Empty(await Traces.LastingOfAsync(folder.Path));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_is_told_at_once()
    {
        var run = await StartAsync("/proc/goldcrest");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("goldcrest: The data directory /proc/goldcrest cannot be used (", run.Errors, StringComparison.Ordinal);
    }

    private static Task<ProgramRun> StartAsync(string dataDirectory) =>
        Typed.RunAsync("up", "--background", "--no-install", "--port", "0", "--data", dataDirectory);

    private static Task<ProgramRun> StopAsync(string dataDirectory) => Typed.RunAsync("up", "--stop", "--data", dataDirectory);
}
