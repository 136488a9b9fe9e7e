using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Commands;
using Goldcrest.SystemTests.Escapes;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Sandboxes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.FileSystems;

/// <summary>Servers that are given access points: what lasts beyond one, what they refuse to start with, and what an ordinary user's does.</summary>
public sealed class FolderStartTests
{
    [Fact]
    public async Task Files_outlive_sandboxes_and_servers_and_a_killed_one_leaves_no_mount()
    {
        using var data = new TemporaryFolder();
        using var folder = new TemporaryFolder();
        FolderStage.Give(folder.Path);
        var plan = FolderStage.Plan(folder.Path, folder.Path);
        await using (var first = await GoldcrestServer.StartAsync(data.Path, "--file-systems", plan))
        {
            var writer = await Prisoner.CreateAsync(first, settings: FolderStage.With(FolderStage.Shared));
            await writer.RunAsync("open('/mnt/data/kept', 'w').write('kept')");
            await first.KillAsync();
        }

        await using var second = await GoldcrestServer.StartAsync(data.Path, "--file-systems", plan);
        await using var reader = await Prisoner.CreateAsync(second, settings: FolderStage.With(FolderStage.ReadOnly));

        Assert.Equal("\"kept\"", await reader.RunAsync("found = open('/mnt/data/kept').read()"));
        Assert.DoesNotContain(folder.Path, await File.ReadAllTextAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_configuration_a_function_with_a_file_system_does_not_run()
    {
        await using var server = await GoldcrestServer.StartAsync();
        using var client = new FunctionClient(server);
        var efs = await client.DeployPythonAsync("def handler(event, context):\n    return 1\n", FolderStage.With(FolderStage.Shared));
        var files = await client.DeployPythonAsync("def handler(event, context):\n    return 1\n", FolderStage.With(FolderStage.Files));

        var (one, other) = (await client.InvokeAsync(efs, "{}"), await client.InvokeAsync(files, "{}"));

        Assert.Equal((403, "EFSMountFailureException"), (one.Status, one.ErrorCode));
        Assert.Equal((403, "S3FilesMountFailureException"), (other.Status, other.ErrorCode));
    }

    [Fact]
    public async Task All_directories_that_cannot_be_used_are_told_at_once()
    {
        using var data = new TemporaryFolder();
        using var owned = new TemporaryFolder();
        var plan = new JsonObject
        {
            [FolderStage.Shared] = new JsonObject { ["path"] = "/nowhere/to/be/found" },
            [FolderStage.ReadOnly] = new JsonObject { ["path"] = owned.Path },
            [FolderStage.Files] = new JsonObject { ["path"] = Path.GetDirectoryName(data.Path), ["uid"] = 1, ["gid"] = 1 },
            [FolderStage.Unknown] = new JsonObject { ["path"] = "/proc", ["uid"] = 1, ["gid"] = 1 },
        };

        var run = await StartAsync(data.Path, plan.ToJsonString());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("could not open the directory /nowhere/to/be/found", run.Errors, StringComparison.Ordinal);
        Assert.Contains($"{owned.Path} belongs to root: give it to another user and group, or name them by uid and gid", run.Errors, StringComparison.Ordinal);
        Assert.Contains($"{Path.GetDirectoryName(data.Path)} lies in the data directory or around it", run.Errors, StringComparison.Ordinal);
        Assert.Contains("/proc lies on a file system (proc) that cannot show files as another user's", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Trim().Split('\n'));
        Assert.Empty(await Traces.LastingOfAsync(data.Path));
    }

    [Fact]
    public async Task A_plan_that_cannot_be_read_is_refused_as_it_was_typed()
    {
        using var data = new TemporaryFolder();

        var run = await StartAsync(data.Path, """{"arn:x":{"path":"/srv"},"arn:y":{}}""");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--file-systems has a member 'arn:x' that is no ARN", run.Errors, StringComparison.Ordinal);
        Assert.Contains("has a member 'arn:y' that is no ARN", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_root_a_directory_is_the_users_own_and_exports_are_refused()
    {
        using var user = await OrdinaryUser.CreateAsync();
        var folder = Directory.CreateDirectory(Path.Combine(user.Home, "shared")).FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        var export = new JsonObject { [FolderStage.Shared] = new JsonObject { ["nfs"] = "nas.example:/data" } };
        string wrote, read;
        await using (var server = await GoldcrestServer.StartForAsync(user, "--file-systems", FolderStage.Plan(folder, folder)))
        {
            await using var writer = await Prisoner.CreateAsync(server, settings: FolderStage.With(FolderStage.Shared));
            await using var reader = await Prisoner.CreateAsync(server, settings: FolderStage.With(FolderStage.ReadOnly));
            wrote = await writer.RunAsync("found = writes('/mnt/data/one'), writes('/mnt/two')");
            read = await reader.RunAsync("found = reads('/mnt/data/one'), writes('/mnt/data/one')");
        }

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => GoldcrestServer.StartForAsync(user, "--file-systems", export.ToJsonString()));

        Assert.Equal(("""["written", "EROFS"]""", """["read 1", "EROFS"]"""), (wrote, read));
        Assert.Contains("is an NFS export, which only root mounts", refused.Message, StringComparison.Ordinal);
    }

    private static Task<ProgramRun> StartAsync(string data, string plan) =>
        ProgramRun.RunAsync(GoldcrestServer.Program, ["up", "--no-install", "--port", "0", "--data", data, "--file-systems", plan], new Dictionary<string, string>());
}
