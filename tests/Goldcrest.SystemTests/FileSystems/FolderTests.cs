using System.Diagnostics;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Images;
using Goldcrest.SystemTests.Invoke;
using Xunit;

namespace Goldcrest.SystemTests.FileSystems;

/// <summary>Directories of the host that functions share: what they see there, as whom, and that nothing else of the host comes along.</summary>
public sealed class FolderTests(FolderStage stage) : IClassFixture<FolderStage>
{
    /// <summary>No two tests use the same names.</summary>
    private readonly string _name = Guid.NewGuid().ToString("n");

    private string OnHost => Path.Combine(stage.Folder, _name);

    [Theory]
    [InlineData(null)]
    [InlineData("runsc")]
    public async Task Two_functions_work_on_the_same_files_as_one_user(string? isolation)
    {
        await using var writer = await stage.MakeAsync(FolderStage.Shared, isolation: isolation);
        await using var reader = await stage.MakeAsync(FolderStage.Shared, "/mnt/else.where-1", isolation);

        var wrote = await writer.RunAsync($"""
            import os
            os.mkdir("/mnt/data/{_name}", 0o700)
            open("/mnt/data/{_name}/one", "w").write("one")
            os.chmod("/mnt/data/{_name}/one", 0o600)
            found = os.stat("/mnt/data/{_name}/one").st_uid, os.stat("/mnt/data/{_name}").st_gid
            """);
        var read = await reader.RunAsync($"""
            import os
            open("/mnt/else.where-1/{_name}/one", "a").write(" and two")
            open("/mnt/else.where-1/{_name}/two", "w").write("two")
            found = open("/mnt/else.where-1/{_name}/one").read(), os.stat("/mnt/else.where-1/{_name}/one").st_uid
            """);
        var seen = await writer.RunAsync($"import os; found = sorted(os.listdir('/mnt/data/{_name}')), open('/mnt/data/{_name}/one').read()");

        Assert.Equal("[993, 990]", wrote);
        Assert.Equal("""["one and two", 993]""", read);
        Assert.Equal("""[["one", "two"], "one and two"]""", seen);
        Assert.Equal($"{FolderStage.User}:{FolderStage.Group} {FolderStage.User}:{FolderStage.Group}", await OwnersAsync(OnHost, Path.Combine(OnHost, "two")));
        Assert.Equal("one and two", await File.ReadAllTextAsync(Path.Combine(OnHost, "one"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Two_sandboxes_of_one_function_lock_each_other_out()
    {
        using var client = new FunctionClient(stage.Server);
        var settings = FolderStage.With(FolderStage.Shared);
        settings["Timeout"] = 60;
        var name = await client.DeployPythonAsync(
            $$"""
            import fcntl, os, time

            def handler(event, context):
                open("/mnt/data/{{_name}}." + event["me"], "w").close()
                while not os.path.exists("/mnt/data/{{_name}}." + event["other"]):
                    time.sleep(0.01)
                for _ in range(200):
                    with open("/mnt/data/{{_name}}.count", "a+") as file:
                        fcntl.flock(file, fcntl.LOCK_EX)
                        file.seek(0)
                        count = int(file.read() or 0)
                        file.truncate(0)
                        file.write(str(count + 1))
                return "done"
            """,
            settings);

        var replies = await Task.WhenAll(client.InvokeAsync(name, """{"me":"a","other":"b"}"""), client.InvokeAsync(name, """{"me":"b","other":"a"}"""));

        Assert.All(replies, reply => Assert.Equal("\"done\"", reply.Text));
        Assert.Equal("400", await File.ReadAllTextAsync(OnHost + ".count", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_only_reading_is_allowed_nothing_can_be_written()
    {
        await File.WriteAllTextAsync(OnHost, "read", TestContext.Current.CancellationToken);
        FolderStage.Give(OnHost);
        await using var reader = await stage.MakeAsync(FolderStage.ReadOnly);

        var found = await reader.RunAsync(
            $"import os; found = reads('/mnt/data/{_name}'), writes('/mnt/data/{_name}'), writes('/mnt/data/x'), outcome(lambda: os.remove('/mnt/data/{_name}')), outcome(lambda: os.chmod('/mnt/data/{_name}', 0o777))");

        Assert.Equal("""["read 4", "EROFS", "EROFS", "EROFS", "EROFS"]""", found);
    }

    [Fact]
    public async Task Files_of_others_are_nobodys_and_kept_from_functions_as_their_modes_say()
    {
        await ShellAsync(
            "cd \"$0\" && mkdir -p open closed && chmod 1777 open && chmod 755 closed && echo readable >mine && chmod 644 mine && echo secret >hidden && chmod 600 hidden && chown 4321:4321 mine hidden",
            stage.Other);
        await using var prisoner = await stage.MakeAsync(FolderStage.Files, "/mnt/files");

        var found = await prisoner.RunAsync("""
            import os
            os.chdir("/mnt/files")
            found = reads("mine"), writes("mine"), reads("hidden"), writes("open/new"), writes("closed/new"), os.stat("mine").st_uid, os.stat("open").st_uid, \
                outcome(lambda: os.chown("open/new", 0, 0)), outcome(lambda: os.chown("mine", 993, 990)), outcome(lambda: os.rmdir("closed"))
            """);

        Assert.Equal("""["read 9", "EACCES", "EACCES", "written", "EACCES", 65534, 0, "EPERM", "EPERM", "EACCES"]""", found);
        Assert.Equal($"{FolderStage.User}:{FolderStage.Group}", await OwnersAsync(Path.Combine(stage.Other, "open", "new")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("runsc")]
    public async Task Links_lead_nowhere_but_into_the_sandbox(string? isolation)
    {
        await File.WriteAllTextAsync(Path.Combine(stage.Other, _name), "host", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(OnHost + ".absolute", Path.Combine(stage.Other, _name));
        File.CreateSymbolicLink(OnHost + ".relative", "../other/" + _name);
        File.CreateSymbolicLink(OnHost + ".shadow", "/etc/shadow");
        File.CreateSymbolicLink(OnHost + ".root", "../../../../../../root");
        await using var prisoner = await stage.MakeAsync(FolderStage.Shared, isolation: isolation);

        var found = await prisoner.RunAsync($"""
            import os
            at = "/mnt/data/{_name}"
            os.symlink("/etc/passwd", at + ".own")
            os.symlink("../../proc/self/root/../../../etc/shadow", at + ".up")
            found = [reads(at + end) for end in (".absolute", ".relative", ".shadow", ".root", ".up")], open(at + ".own").read().splitlines()[1].split(":")[0], \
                reads("/mnt/data/../../../../../etc/shadow"), sorted(os.listdir("/mnt/data/.."))
            """);

        Assert.Equal("""[["ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT"], "sbx_user1051", "ENOENT", ["data"]]""", found);
    }

    [Fact]
    public async Task Programs_run_from_there_and_gain_nothing()
    {
        await using var prisoner = await stage.MakeAsync(FolderStage.Shared);

        var found = await prisoner.RunAsync($"""
            import os, shutil, subprocess
            at = "/mnt/data/{_name}"
            shutil.copyfile("/usr/bin/id", at)
            os.chmod(at, 0o6755)
            found = subprocess.run([at, "-u"], capture_output=True, text=True).stdout, outcome(lambda: os.mknod(at + ".disk", 0o60666, os.makedev(254, 0))), \
                [option for option in ("nosuid", "nodev", "noexec") if option in [line for line in open("/proc/mounts") if " /mnt/data " in line][0]], writes("/mnt/else")
            """);

        Assert.Equal("""["993\n", "EPERM", ["nosuid", "nodev"], "EROFS"]""", found);
    }

    [Fact]
    public async Task A_version_keeps_the_file_system_that_it_was_published_with()
    {
        await using var function = await TestFunction.CreateAsync(
            stage.Server,
            CodeZip.Of("app.py", "import os\ndef handler(event, context):\n    return sorted(os.listdir('/mnt'))\n"u8.ToArray()),
            FolderStage.With(FolderStage.Shared, "/mnt/first"));
        var number = await function.PublishAsync();
        await function.ChangeAsync(FolderStage.With(FolderStage.Files, "/mnt/second"));
        using var client = new FunctionClient(stage.Server);

        var published = await client.InvokeAsync(function.Name, "{}"u8.ToArray(), "?Qualifier=" + number, TestContext.Current.CancellationToken);
        var latest = await function.InvokeAsync();
        await function.ChangeAsync(new JsonObject { ["FileSystemConfigs"] = new JsonArray() });
        var without = await function.InvokeAsync();

        Assert.Equal(("""["first"]""", """["second"]""", "[]"), (published.Text, latest.Payload, without.Payload));
    }

    [Theory]
    [InlineData(FolderStage.Unknown, "/mnt/data")]
    [InlineData(FolderStage.Shared, "/mnt/..")]
    public async Task A_function_that_cannot_have_its_files_does_not_run(string arn, string path)
    {
        using var client = new FunctionClient(stage.Server);
        var name = await client.DeployPythonAsync("def handler(event, context):\n    return 1\n", FolderStage.With(arn, path));

        var refused = await client.InvokeAsync(name, "{}");

        Assert.Equal((403, "EFSMountFailureException"), (refused.Status, refused.ErrorCode));
        Assert.Equal($"The function could not mount the EFS file system with access point {arn}.", refused.Json.GetProperty("Message").GetString());
    }

    [Fact]
    public async Task A_function_of_an_image_has_its_files_too()
    {
        const string Answer = @"{\""wrote\"": \""$(echo image >/mnt/data/$(cat /app/name) && cat /mnt/data/$(cat /app/name))\""}";
        var image = ImageContents.Shell(Answer, new JsonObject { ["Cmd"] = new JsonArray("/app/run") });
        image.Files(("app/name", System.Text.Encoding.ASCII.GetBytes(_name), 0b110_100_100)).SaveLayout(Path.Combine(stage.Layouts, "small"), null);
        var caller = LambdaCaller.Root(stage.Server);
        var request = FolderStage.With(FolderStage.Shared);
        (request["FunctionName"], request["PackageType"], request["Role"], request["Timeout"]) = (_name, "Image", ImageStage.Role, 60);
        request["Code"] = new JsonObject { ["ImageUri"] = "disk.example/small" };
        (await caller.SendAsync("POST", LambdaCaller.Functions, request)).Ok();
        await caller.SettleAsync(_name);

        var answer = (await caller.SendAsync("POST", $"{LambdaCaller.Functions}/{_name}/invocations", new { })).Ok().Body;

        Assert.Equal("image", answer.GetProperty("wrote").GetString());
        Assert.Equal($"{FolderStage.User}:{FolderStage.Group}", await OwnersAsync(OnHost));
    }

    private static async Task<string> OwnersAsync(params string[] paths) => (await ShellAsync("exec stat -c %u:%g \"$0\" \"$@\"", paths)).Trim().Replace('\n', ' ');

    private static async Task<string> ShellAsync(string script, params string[] arguments)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script, .. arguments]) { RedirectStandardOutput = true })!;
        var text = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
        return text;
    }
}
