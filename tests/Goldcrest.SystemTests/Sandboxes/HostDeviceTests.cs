using System.Diagnostics;
using System.Text.Json.Nodes;
using Goldcrest.Server.Sandboxes.Linux;
using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>OCI runtimes give their standard streams to the container's user. Where those are the host's /dev/null, the host has lost it to a function.</summary>
public sealed class HostDeviceTests
{
    private const string Extension = """
        #!/usr/bin/python3
        import os, urllib.request
        api = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2020-01-01/extension/"
        name = {"Lambda-Extension-Name": os.path.basename(__file__)}
        id = urllib.request.urlopen(urllib.request.Request(api + "register", b'{"events":["INVOKE","SHUTDOWN"]}', name)).headers["Lambda-Extension-Identifier"]
        while b"SHUTDOWN" not in urllib.request.urlopen(urllib.request.Request(api + "event/next", headers={"Lambda-Extension-Identifier": id})).read():
            pass
        import time; time.sleep(60)
        """;

    [Theory]
    [InlineData("crun")]
    [InlineData("runsc")]
    public async Task Starts_resets_programs_that_join_and_signals_leave_the_host_its_devices(string isolation)
    {
        await using var server = await GoldcrestServer.StartAsync(null, "--isolation", isolation);
        using var client = new FunctionClient(server);
        const string app = "import os\ndef handler(event, context):\n    if event.get('exit'): os._exit(1)\n    return [os.readlink('/proc/self/fd/%d' % n) for n in range(3)]\n";
        var plain = await client.DeployPythonAsync(app, Room());
        var extended = await client.DeployAsync("python3.11", "app.handler", new() { ["app.py"] = app, ["extensions/deaf"] = Extension }, Room());

        foreach (var name in (string[])[plain, extended])
        {
            Assert.DoesNotContain("null", (await client.InvokeAsync(name, "{}")).Text, StringComparison.Ordinal);
            await client.InvokeAsync(name, """{"exit":true}""");
            await client.InvokeAsync(name, "{}");
            await client.DeleteAsync(name);
        }

        Assert.Equal(0, await server.StopAsync());
        Assert.Equal("0 0 666\n0 0 666\n", await DevicesAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void No_program_is_started_on_the_server_s_own_standard_streams(int descriptors) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Spawn.Start(["/usr/bin/true"], new int[descriptors]));

    private static JsonObject Room() => new() { ["MemorySize"] = 256, ["Timeout"] = 30 };

    private static async Task<string> DevicesAsync()
    {
        using var stat = Process.Start(new ProcessStartInfo("/usr/bin/stat", ["-c", "%u %g %a", "/dev/null", "/dev/zero"]) { RedirectStandardOutput = true })!;
        return await stat.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
