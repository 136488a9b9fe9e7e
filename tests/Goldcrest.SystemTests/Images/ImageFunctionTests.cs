using System.Formats.Tar;
using System.Text.Json;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Serving;
using Goldcrest.Tests.Images;
using Xunit;

namespace Goldcrest.SystemTests.Images;

/// <summary>Functions of container images: pulled from a real registry or read from disk, and run with nothing of the host in their root.</summary>
public sealed class ImageFunctionTests(ImageStage stage) : IClassFixture<ImageStage>
{
    [Theory]
    [InlineData(ClientProgram.AwsCli)]
    [InlineData(ClientProgram.Boto3)]
    [InlineData(ClientProgram.JavaScript)]
    public async Task A_client_makes_and_invokes_a_function_of_an_image(string client)
    {
        var repository = $"hello-{Guid.NewGuid():n}";
        var digest = await stage.Registry.PushAsync(await ImageContents.StaticProgramAsync(), repository, "1");

        var facts = await ClientProgram.RunAsync(client, "image", stage.Server.ClientVariables, ImageStage.NewName(), $"{ImageStage.Ecr}/{repository}:1");

        Assert.Equal($"{ImageStage.Ecr}/{repository}@sha256:{digest}", facts.GetProperty("resolved").GetString());
        Assert.Equal(digest, facts.GetProperty("sha").GetString());
        Assert.Equal("world", facts.GetProperty("answer").GetProperty("event").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_list_of_images_gives_the_one_for_this_processor()
    {
        var repository = $"both-{Guid.NewGuid():n}";
        var mine = await ImageContents.StaticProgramAsync(isDocker: true);
        var other = new TestImage { Architecture = "s390x" }.Files(("app/hello", [1], 0b111_101_101));
        var (own, foreign) = (await stage.Registry.PushAsync(mine, repository, "own"), await stage.Registry.PushAsync(other, repository, "foreign"));
        await stage.Registry.PushIndexAsync(repository, "all", (foreign, other), (own, mine));

        var name = await stage.MakeAsync($"{ImageStage.Ecr}/{repository}:all");

        Assert.Equal(own, (await stage.Caller.GetAsync(name)).Body.GetProperty("Configuration").GetProperty("CodeSha256").GetString());
        Assert.Equal("Ada", (await stage.InvokeAsync(name, new { name = "Ada" })).GetProperty("event").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_runtime_interface_client_in_the_image_works_unchanged()
    {
        const string Handler = """
            import os, pwd, json

            def handler(event, context):
                return {"got": event, "cwd": os.getcwd(), "user": os.getuid(), "variables": dict(os.environ),
                        "root": sorted(os.listdir("/")), "hosts": open("/etc/hosts").read()}
            """;
        (await ImageContents.PythonAsync(Handler)).SaveLayout(Path.Combine(stage.Layouts, "python"), "1");
        var name = await stage.MakeAsync("disk.example/python:1", variables: new { BOTH_SAY = "function" });

        var answer = await stage.InvokeAsync(name, new { n = 1 });

        Assert.Equal("""{"n":1}""", answer.GetProperty("got").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(("/srv", 993), (answer.GetProperty("cwd").GetString(), answer.GetProperty("user").GetInt32()));
        var variables = answer.GetProperty("variables");
        Assert.Equal(("image", "function", "app.handler"), (Text(variables, "IMAGE_SAYS"), Text(variables, "BOTH_SAY"), Text(variables, "_HANDLER")));
        Assert.Equal((name, "/var/task"), (Text(variables, "AWS_LAMBDA_FUNCTION_NAME"), Text(variables, "LAMBDA_TASK_ROOT")));
        Assert.False(variables.TryGetProperty("AWS_EXECUTION_ENV", out _));
        Assert.Contains("127.0.0.1", answer.GetProperty("hosts").GetString(), StringComparison.Ordinal);
        Assert.Equal("dev etc lib lib-of-client lib64 mnt opt proc srv tmp usr var", string.Join(' ', answer.GetProperty("root").EnumerateArray()));
    }

    [Fact]
    public async Task A_small_system_sees_its_own_files_and_can_write_tmp_alone()
    {
        const string Answer = @"{\""user\"": \""$(id -u)\"", \""bin\"": \""$(ls /usr 2>&1 | head -n 1)\"", \""wrote\"": \""$(touch /app/x 2>&1 | tr -d '\n'; touch /tmp/x && echo ' tmp')\"", \""first\"": \""$(cat /proc/1/comm)\""}";
        ImageContents.Shell(Answer, new JsonObject { ["Cmd"] = new JsonArray("/app/run") }).SaveLayout(Path.Combine(stage.Layouts, "small"), null);
        var name = await stage.MakeAsync("disk.example/small");

        var answer = await stage.InvokeAsync(name);

        Assert.Equal(("993", "init"), (Text(answer, "user"), Text(answer, "first")));
        Assert.Equal("ls: /usr: No such file or directory", Text(answer, "bin"));
        Assert.Matches(@"touch: /app/x: Read-only file system\s*tmp", Text(answer, "wrote"));
    }

    [Fact]
    public async Task The_function_has_the_last_word_on_what_is_run_and_where()
    {
        const string Answer = @"{\""arguments\"": \""$*\"", \""cwd\"": \""$(pwd)\"", \""handler\"": \""$_HANDLER\""}";
        ImageContents.Shell(
            Answer,
            new JsonObject { ["Entrypoint"] = new JsonArray("/no/such"), ["Cmd"] = new JsonArray("of-image"), ["WorkingDir"] = "/" },
            tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "work") { Mode = (UnixFileMode)0b111_101_101 }))
            .SaveLayout(Path.Combine(stage.Layouts, "words"), null);
        var name = await stage.MakeAsync("disk.example/words", new { EntryPoint = new[] { "../app/run", "first" }, Command = new[] { "second" }, WorkingDirectory = "/work" });

        var answer = await stage.InvokeAsync(name);

        Assert.Equal(("first second", "/work", "second"), (Text(answer, "arguments"), Text(answer, "cwd"), Text(answer, "handler")));
    }

    [Theory]
    [InlineData("/no/such", "/", "Runtime.InvalidEntrypoint", "Couldn't find valid bootstrap(s): [/no/such]")]
    [InlineData("/app/text", "/", "Runtime.InvalidEntrypoint", "fork/exec /app/text: exec format error")]
    [InlineData("/app/plain", "/", "Runtime.InvalidEntrypoint", "fork/exec /app/plain: permission denied")]
    [InlineData("/app/run", "/no/such", "Runtime.InvalidWorkingDir", "the working directory doesn't exist: /no/such")]
    [InlineData("/app/run", "app", "Runtime.InvalidWorkingDir", "the working directory 'app' is invalid, it needs to be an absolute path")]
    public async Task What_cannot_be_run_is_told_as_on_aws(string entryPoint, string workingDirectory, string errorType, string message)
    {
        var repository = $"flawed-{Guid.NewGuid():n}";
        ImageContents.Shell("{}", [], tar =>
        {
            TestImage.Write(tar, "app/text", "no program", 0b111_101_101);
            TestImage.Write(tar, "app/plain", "no program");
        }).SaveLayout(Path.Combine(stage.Layouts, repository), null);
        var name = await stage.MakeAsync($"disk.example/{repository}", new { EntryPoint = new[] { entryPoint }, WorkingDirectory = workingDirectory });

        var answer = await stage.InvokeAsync(name);

        Assert.Equal(errorType, Text(answer, "errorType"));
        Assert.Matches($@"^RequestId: [0-9a-f-]+ Error: {System.Text.RegularExpressions.Regex.Escape(message)}$", Text(answer, "errorMessage"));
    }

    [Fact]
    public async Task An_image_without_words_brings_a_bootstrap_and_may_bring_extensions()
    {
        const string Extension = """
            #!/bin/sh
            api=http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension
            wget -q -S -O /dev/null --header 'Lambda-Extension-Name: watcher' --post-data '{"events":["INVOKE"]}' $api/register 2>/tmp/registered
            id=$(sed -n 's/^ *Lambda-Extension-Identifier: *//Ip' /tmp/registered | tr -d '\r')
            while true; do wget -q -O /tmp/event --header "Lambda-Extension-Identifier: $id" $api/event/next || exit 1; done

            """;
        ImageContents.Shell(@"{\""watched\"": \""$(grep -c INVOKE /tmp/event)\""}", [], tar =>
        {
            TestImage.Link(tar, TarEntryType.SymbolicLink, "var/task/bootstrap", "/app/run");
            TestImage.Write(tar, "opt/extensions/watcher", Extension, 0b111_101_101);
        }).SaveLayout(Path.Combine(stage.Layouts, "bare"), null);
        var name = await stage.MakeAsync("disk.example/bare");

        await stage.InvokeAsync(name);
        var answer = await stage.InvokeAsync(name);

        Assert.Equal("1", Text(answer, "watched"));
    }

    [Fact]
    public async Task An_image_is_pulled_once_kept_while_it_is_used_and_gone_when_not()
    {
        var repository = $"kept-{Guid.NewGuid():n}";
        var digest = await stage.Registry.PushAsync(await ImageContents.StaticProgramAsync(), repository, "1");
        var folder = Path.Combine(stage.Server.DataDirectory, "images", digest);

        var names = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => stage.MakeAsync($"{ImageStage.Ecr}/{repository}:1")));

        Assert.True(Directory.Exists(folder));
        Assert.Single(stage.Server.Output.Split('\n'), line => line.Contains($"sha256:{digest}) is unpacked", StringComparison.Ordinal));
        await Task.WhenAll(names.Select(stage.DeleteAsync));
    }

    [Fact]
    public async Task What_is_not_there_is_refused_as_on_aws()
    {
        var missing = await stage.CreateAsync(ImageStage.NewName(), $"{ImageStage.Ecr}/no-such:1");
        var unreachable = await stage.CreateAsync(ImageStage.NewName(), "127.0.0.1:1/no-such:1");

        Assert.Equal((400, "InvalidParameterValueException"), (missing.Status, missing.ErrorType));
        Assert.Equal($"Source image {ImageStage.Ecr}/no-such:1 does not exist. Provide a valid source image.", missing.Message);
        Assert.Equal((400, "InvalidParameterValueException"), (unreachable.Status, unreachable.ErrorType));
        Assert.StartsWith("Source image 127.0.0.1:1/no-such:1 cannot be fetched: 127.0.0.1:1 cannot be reached", unreachable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_is_built_without_a_container_engine_and_runs()
    {
        var built = await ProgramRun.RunAsync(
            SourceTree.PathOf("samples/hello-image/build.sh"), [Path.Combine(stage.Layouts, "sample")], new Dictionary<string, string>());
        Assert.True(built.ExitCode == 0, built.Errors);
        var name = await stage.MakeAsync("disk.example/sample");

        Assert.Equal("Hello from C", Text(await stage.InvokeAsync(name), "message"));
    }

    [Fact]
    public async Task New_code_is_another_image_and_the_old_one_serves_until_it_is_there()
    {
        var repository = $"moving-{Guid.NewGuid():n}";
        var shell = new JsonObject { ["Cmd"] = new JsonArray("/app/run") };
        var first = await stage.Registry.PushAsync(ImageContents.Shell(@"{\""image\"": 1}", shell), repository, "latest");
        var name = await stage.MakeAsync($"{ImageStage.Ecr}/{repository}");
        Assert.Equal(1, (await stage.InvokeAsync(name)).GetProperty("image").GetInt32());
        var second = await stage.Registry.PushAsync(ImageContents.Shell(@"{\""image\"": 2}", shell), repository, "latest");

        // A tag that moved changes nothing before somebody says so.
        Assert.Equal(first, (await stage.Caller.SettleAsync(name)).GetProperty("CodeSha256").GetString());
        (await stage.Caller.SendAsync("PUT", $"{LambdaCaller.Functions}/{name}/code", new { ImageUri = $"{ImageStage.Ecr}/{repository}" })).Ok();

        Assert.Equal(second, (await stage.Caller.SettleAsync(name)).GetProperty("CodeSha256").GetString());
        Assert.Equal(2, (await stage.InvokeAsync(name)).GetProperty("image").GetInt32());
    }

    private static string? Text(JsonElement element, string member) => element.TryGetProperty(member, out var value) ? value.ToString() : null;
}
