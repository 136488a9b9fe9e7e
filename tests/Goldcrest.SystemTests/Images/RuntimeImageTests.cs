using System.Text.Json;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Runtimes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Images;

/// <summary>Managed runtimes whose interpreter comes from an image: a zip, our bootstrap, and nothing of the host's /usr.</summary>
public sealed class RuntimeImageTests
{
    private const string Handler = """
        import os, sys

        def handler(event, context):
            print("seen in the log")
            return {"runs": sys.version.split()[0], "from": sys.executable, "task": os.environ["LAMBDA_TASK_ROOT"], "mark": open("/mark").read(),
                    "runtime": os.environ["AWS_EXECUTION_ENV"], "shell": os.path.exists("/usr/bin/bash"), "memory": context.memory_limit_in_mb,
                    "own": "IMAGE_SAYS" in os.environ}
        """;

    [Fact]
    public async Task A_function_of_a_zip_runs_on_the_interpreter_of_an_image()
    {
        var folder = Directory.CreateTempSubdirectory("goldcrest-runtime-image-");
        try
        {
            var image = await ImageContents.PythonAsync("");
            image.Layer(tar => Tests.Images.TestImage.Write(tar, "mark", "of the image")).SaveLayout(folder.FullName, null);
            await using var server = await GoldcrestServer.StartAsync(dataDirectory: null, "--runtime-images", $"python3.13={folder.FullName}");
            await using var function = await TestFunction.CreateAsync(
                server, CodeZip.Of("app.py", System.Text.Encoding.UTF8.GetBytes(Handler)), new JsonObject { ["Runtime"] = "python3.13" });

            var (payload, error, log) = await function.InvokeAsync();

            Assert.Null(error);
            var answer = JsonElement.Parse(payload);
            Assert.Equal(("of the image", "AWS_Lambda_python3.13", "/var/task"), (Text(answer, "mark"), Text(answer, "runtime"), Text(answer, "task")));
            Assert.Equal(("/usr/bin/python3", "False", "False"), (Text(answer, "from"), Text(answer, "shell"), Text(answer, "own")));
            Assert.Contains("seen in the log", log, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("nodejs", "nodejs22.x")]
    [InlineData("ruby", "ruby3.3")]
    public async Task Each_language_has_its_bootstrap_beside_the_interpreter_of_an_image(string language, string runtime)
    {
        var folder = Directory.CreateTempSubdirectory("goldcrest-runtime-image-");
        try
        {
            (await InterpreterFiles.ImageAsync(language)).SaveLayout(folder.FullName, null);
            var setup = RuntimeSetup.For(language, "answers.act");
            await using var server = await GoldcrestServer.StartAsync(dataDirectory: null, "--runtime-images", $"{runtime}={folder.FullName}");
            await using var function = await TestFunction.CreateAsync(
                server, LanguageZips.Function(setup, isSplit: false), new JsonObject { ["Runtime"] = runtime, ["Handler"] = setup.Handler, ["MemorySize"] = 512, ["Timeout"] = 60 });

            var (payload, error, _) = await function.InvokeAsync("""{"text":"æ漢😀"}""");

            Assert.Equal((null, "æ漢😀"), (error, Text(JsonElement.Parse(payload), "text")));
            Assert.StartsWith($"INIT_START Runtime Version: {language}:{InterpreterFiles.Version}\t", (await function.ReadLogAsync())[0], StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_runtime_whose_image_cannot_be_had_says_so_and_others_run()
    {
        await using var server = await GoldcrestServer.StartAsync(dataDirectory: null, "--runtime-images", "python3.13=/no/such/layout");
        await using var broken = await TestFunction.CreateAsync(server, LambdaCaller.Zip("never"), new JsonObject { ["Runtime"] = "python3.13" });
        await using var fine = await TestFunction.CreateAsync(server, LambdaCaller.Zip("fine"));

        var refused = await LambdaCaller.Root(server).SendAsync("POST", $"{LambdaCaller.Functions}/{broken.Name}/invocations", "{}"u8.ToArray());

        Assert.Equal(500, refused.Status);
        Assert.Equal("\"fine\"", (await fine.InvokeAsync()).Payload);
        Assert.Contains("the image /no/such/layout for python3.13 cannot be had", server.Output, StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).ToString();
}
