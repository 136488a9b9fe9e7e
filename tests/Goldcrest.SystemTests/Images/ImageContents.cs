using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Serving;
using Goldcrest.Tests.Images;

namespace Goldcrest.SystemTests.Images;

/// <summary>Images that can run, out of what the machine has.</summary>
internal static class ImageContents
{
    private const int Program = 0b111_101_101;

    private static readonly Lazy<Task<byte[]>> Python = new(PackPythonAsync);

    /// <summary>One static program and nothing else: no shell, no C library, not even an /etc.</summary>
    public static async Task<TestImage> StaticProgramAsync(bool isDocker = false)
    {
        using var zip = new ZipArchive(new MemoryStream(await CodeZip.OfAsync("samples/hello-c/bootstrap.c")));
        using var program = new MemoryStream();
        await zip.Entries[0].Open().CopyToAsync(program);
        return new TestImage { IsDocker = isDocker, Config = new JsonObject { ["Entrypoint"] = new JsonArray("/app/hello") } }.Files(("app/hello", program.ToArray(), Program));
    }

    /// <summary>A small system without glibc: busybox under all its names, with a script that speaks to the Runtime API and answers what it sees.</summary>
    /// <param name="answer">A shell word: what is answered to each event, whose text is in $event.</param>
    public static TestImage Shell(string answer, JsonObject config, Action<TarWriter>? more = null) => new TestImage { Config = config }
        .Layer(tar =>
        {
            TestImage.Write(tar, "bin/busybox", File.ReadAllBytes("/usr/bin/busybox"), Program);
            foreach (var name in (string[])["sh", "wget", "cat", "ls", "sed", "env", "id", "pwd", "grep", "sleep", "ps", "test", "touch", "head", "tr"])
            {
                TestImage.Link(tar, TarEntryType.SymbolicLink, $"bin/{name}", "busybox");
            }

            TestImage.Write(tar, "app/run", $$"""
                #!/bin/sh
                api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
                while true; do
                  event=$(wget -q -S -O - "$api/next" 2>/tmp/head) || exit 1
                  id=$(sed -n 's/^ *Lambda-Runtime-Aws-Request-Id: *//Ip' /tmp/head | tr -d '\r')
                  wget -q -O /dev/null --post-data "{{answer}}" "$api/$id/response" || exit 1
                done

                """, Program);
            more?.Invoke(tar);
        });

    /// <summary>The host's own Python with its library, a handler, and a runtime interface client that takes the handler's name from its command line.</summary>
    public static async Task<TestImage> PythonAsync(string handler, JsonArray? command = null)
    {
        var image = new TestImage
        {
            Config = new JsonObject
            {
                ["Entrypoint"] = new JsonArray("/usr/bin/python3", "-m", "interface_client"),
                ["Cmd"] = command ?? ["app.handler"],
                ["WorkingDir"] = "/srv",
                ["Env"] = new JsonArray("PYTHONPATH=/lib-of-client", "IMAGE_SAYS=image", "BOTH_SAY=image"),
            },
        };
        var python = await Python.Value;
        return image.Layer(python, "gzip", TestImage.Gzip(python)).Layer(tar =>
        {
            TestImage.Write(tar, "lib-of-client/interface_client.py", File.ReadAllText(SourceTree.PathOf("tests/fixtures/functions/python/interface_client.py")));
            TestImage.Write(tar, "srv/app.py", handler);
        });
    }

    private static async Task<byte[]> PackPythonAsync()
    {
        var program = File.ResolveLinkTarget("/usr/bin/python3", returnFinalTarget: true)?.FullName ?? "/usr/bin/python3";
        var library = (await ProgramRun.RunAsync("/usr/bin/python3", ["-c", "import os; print(os.path.dirname(os.__file__))"], new Dictionary<string, string>())).Output.Trim();
        return await InterpreterFiles.PackAsync([(program, "usr/bin/python3"), .. InterpreterFiles.Below(library, IsLeftOut)]);
    }

    private static bool IsLeftOut(string path) =>
        path.Split('/')[0] is "test" or "ensurepip" or "idlelib" or "lib2to3" or "pydoc_data" or "tkinter" or "unittest" or "distutils" or "__phello__"
        || path.StartsWith("config-", StringComparison.Ordinal);
}
