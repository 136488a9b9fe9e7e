using System.Diagnostics;
using Goldcrest.SystemTests.Sandboxes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Commands;

public sealed class BadStartTests
{
    [Fact]
    public async Task A_damaged_database_is_named_and_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var database = Path.Combine(folder.Path, "goldcrest.db");
        await File.WriteAllTextAsync(database, new string('x', 10_000), TestContext.Current.CancellationToken);

        var run = await StartAsync(folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches($"^goldcrest: The database '{database}' is damaged \\(.*\\)\\. Put back a copy of it, or start with another data directory; nothing was changed\\.\n$", run.Errors);
        Assert.Equal(10_000, new FileInfo(database).Length);
        Assert.Empty(await Traces.LastingOfAsync(folder.Path));
    }

    [Fact]
    public async Task A_database_of_a_newer_release_is_refused()
    {
        using var folder = new TemporaryFolder();
        using (var sqlite = Process.Start("/usr/bin/python3", ["-c", $"import sqlite3; sqlite3.connect({Quoted(folder.Path + "/goldcrest.db")}).execute('PRAGMA user_version = 999')"]))
        {
            await sqlite.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var run = await StartAsync(folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("^goldcrest: .*start a newer release of Goldcrest.*\n$", run.Errors);
    }

    [Fact]
    public async Task A_damaged_root_key_is_named_and_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var key = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "identity")).FullName, "root-credentials.json");
        await File.WriteAllTextAsync(key, "{}", TestContext.Current.CancellationToken);

        var run = await StartAsync(folder.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"The root credentials in '{key}' cannot be read. Put the file back from a backup", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Trim().Split('\n'));
        Assert.Equal("{}", await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_full_disk_is_told_as_one()
    {
        using var folder = new TemporaryFolder();
        await ShellAsync($"mount -t tmpfs -o size=64k tmpfs '{folder.Path}' && head -c 65536 /dev/zero >'{folder.Path}/ballast'; true");
        try
        {
            var run = await StartAsync(folder.Path);

            Assert.Equal((1, $"goldcrest: The disk of {folder.Path} is full. Make room there, or choose a directory on another disk with --data DIR.\n"), (run.ExitCode, run.Errors));
        }
        finally
        {
            await ShellAsync($"umount '{folder.Path}'");
        }
    }

    private static Task<ProgramRun> StartAsync(string dataDirectory) => Typed.RunAsync("up", "--no-install", "--port", "0", "--data", dataDirectory);

    private static string Quoted(string text) => $"'{text}'";

    private static Task<ProgramRun> ShellAsync(string command) => ProgramRun.RunAsync("/bin/sh", ["-c", command], new Dictionary<string, string>());
}
