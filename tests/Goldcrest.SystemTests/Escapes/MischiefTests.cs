using System.Text;
using System.Text.Json.Nodes;
using Goldcrest.Cli;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Sandboxes;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Escapes;

/// <summary>Functions that break the rules of the house: of the Runtime API, of zips, of processes.</summary>
public sealed class MischiefTests(SharedServer shared)
{
    [Theory]
    [InlineData("answers twice", "r = [post('invocation/%s/response' % context.aws_request_id, b'\"first\"'), post('invocation/%s/response' % context.aws_request_id, b'\"second\"')]\nprint(r)",
        "\"first\"")]
    [InlineData("answers for another request", "found = post('invocation/8476a536-e9f4-11e8-9739-2dfe598c3fcd/response', b'{}')", "[400, \"InvalidRequestID\"]")]
    [InlineData("asks for the next event early, and gets its own again", "found = call('GET', 'invocation/next')", "[200, null]")]
    [InlineData("fails its own start late", "found = post('init/error', b'{}')", "[403, \"InvalidStateTransition\"]")]
    [InlineData("asks for what is not there", "found = call('GET', '../../../etc/shadow')[0], call('DELETE', 'invocation/next')[0]", "[404, 404]", "[404, 405]")]
    [InlineData("sends a header without end", "s = api()\ns.send(b'GET / HTTP/1.1\\r\\nA: ')\nfound = 'refused' if outcome(lambda: [s.sendall(b'x' * 100000) for n in range(1000)]) in ('ECONNRESET', 'EPIPE') else 'taken'",
        "\"refused\"")]
    [InlineData("opens a thousand connections", "state['all'] = [outcome(api) for n in range(900)]\nfor s in state['all']: outcome(lambda: s.send(b'GET /2018'))\nfound = len(state['all'])", "900")]
    [InlineData("answers with a gigabyte", "s = api()\ns.send(b'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n' % context.aws_request_id.encode())\nb = b'100000\\r\\n' + bytes(1 << 20) + b'\\r\\n'\nfor n in range(1000): s.sendall(b)\ns.send(b'0\\r\\n\\r\\n')\nfound = 'sent'",
        "Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size (6291556 bytes).", "Runtime.ExitError: Runtime exited with error: exit status 1")]
    public async Task A_function_that(string does, string code, params string[] expected)
    {
        _ = does;
        var server = await shared.GetAsync();
        await using var prisoner = await Prisoner.CreateAsync(server);
        await using var bystander = await Bystander.StartAsync(server);

        var end = await prisoner.RunAsync(Prelude + code);
        await prisoner.RunAsync("found = 1");
        var after = await prisoner.RunAsync("found = 'works again'");

        Assert.Contains(end, expected);
        Assert.Equal("\"works again\"", after);
        await bystander.AssertServedAsync();
    }

    [Fact]
    public async Task Processes_left_behind_stand_in_nobody_s_way_and_end_with_the_function()
    {
        var directory = Directory.CreateTempSubdirectory("goldcrest-left-").FullName;
        var server = await GoldcrestServer.StartAsync(directory);
        var prisoner = await Prisoner.CreateAsync(server, memoryMiB: 1769, timeoutSeconds: 60);
        var bomber = await Prisoner.CreateAsync(server, timeoutSeconds: 2);
        const string leave = """
            import os
            for n in range(10):
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        while True: pass
                    os._exit(0)
            found = "left"
            """;

        var left = await prisoner.RunAsync(leave);
        var after = await prisoner.RunAsync("found = 'answers'");
        var bomb = await bomber.RunAsync("import os\nwhile True:\n  try: os.fork()\n  except OSError: pass");
        await prisoner.DisposeAsync();
        var exit = await server.StopAsync();

        Assert.Equal(("\"left\"", "\"answers\""), (left, after));
        Assert.StartsWith("Sandbox.Timedout", bomb, StringComparison.Ordinal);
        Assert.Equal(0, exit);
        Assert.Empty(await Traces.LastingOfAsync(directory));
        await server.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task A_link_inside_of_a_zip_works()
    {
        var zip = await LinkZipAsync(("app.py", null), ("link.py", "./app.py"));
        await using var function = await TestFunction.CreateAsync(await shared.GetAsync(), zip, new JsonObject { ["Handler"] = "link.handler" });

        var (payload, _, _) = await function.InvokeAsync("""{"code":"found = reads('/var/task/link.py')"}""");

        Assert.Equal("\"read 10\"", payload);
    }

    [Theory]
    [InlineData("/etc/shadow")]
    [InlineData("../../../../etc/shadow")]
    [InlineData("/proc/1/root/etc/shadow")]
    public async Task A_link_out_of_a_zip_is_refused(string target)
    {
        var zip = await LinkZipAsync(("app.py", null), ("link", target));
        var server = await shared.GetAsync();

        var refused = await Assert.ThrowsAsync<CommandFailure>(() => TestFunction.CreateAsync(server, zip));

        Assert.StartsWith("InvalidParameterValueException: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_that_writes_through_its_own_link_is_refused()
    {
        var zip = await LinkZipAsync(("app.py", null), ("out", "/tmp"), ("out/escaped", null));
        var server = await shared.GetAsync();

        var refused = await Assert.ThrowsAsync<CommandFailure>(() => TestFunction.CreateAsync(server, zip));

        Assert.StartsWith("InvalidParameterValueException: ", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("/tmp/escaped"));
    }

    [Theory]
    [InlineData("/etc/shadow")]
    [InlineData("../../../etc/shadow")]
    public async Task A_link_out_of_a_layer_is_refused(string target)
    {
        var caller = LambdaCaller.Root(await shared.GetAsync());
        var zip = await LinkZipAsync(("python/app.py", null), ("python/link", target));

        var refused = await caller.SendAsync("POST", "/2018-10-31/layers/escapes/versions", new { Content = new { ZipFile = Convert.ToBase64String(zip) } });

        Assert.Equal(400, refused.Status);
    }

    [Theory]
    [InlineData("LD_PRELOAD", "/var/task/none.so")]
    [InlineData("PYTHONSTARTUP", "/etc/shadow")]
    [InlineData("BASH_ENV", "/var/task/app.py")]
    [InlineData("Odd_name_1", "a=b\nc='\"$(id)\\")]
    [InlineData("PATH", "/tmp")]
    public async Task A_variable_reaches_the_function_as_it_was_given_and_nothing_else(string name, string value)
    {
        var settings = new JsonObject { ["Environment"] = new JsonObject { ["Variables"] = new JsonObject { [name] = value } } };
        await using var function = await TestFunction.CreateAsync(
            await shared.GetAsync(), await CodeZip.OfAsync("tests/fixtures/functions/escapes/app.py"), settings);

        var (payload, error, _) = await function.InvokeAsync(new JsonObject { ["code"] = $"import os; found = os.environ['{name}']" }.ToJsonString());

        Assert.Null(error);
        Assert.Equal(value, System.Text.Json.JsonElement.Parse(payload).GetString());
    }

    private const string Prelude = """
        import http.client, json, socket
        def api():
            return socket.create_connection(("127.0.0.1", 9001), timeout=10)
        def call(method, path, body=None):
            connection = http.client.HTTPConnection("127.0.0.1", 9001, timeout=10)
            connection.request(method, "/2018-06-01/runtime/" + path, body)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text).get("errorType") if text.startswith(b"{") else text.decode()
        def post(path, body):
            return call("POST", path, body)

        """;

    /// <param name="entries">Where the target is null, the entry is the source of the function; else a symbolic link.</param>
    private static async Task<byte[]> LinkZipAsync(params (string Name, string? Target)[] entries)
    {
        const int link = 0b1_010_000_111_111_111 << 16;
        const int file = 0b1_000_000_110_100_100 << 16;
        var source = await File.ReadAllBytesAsync(SourceTree.PathOf("tests/fixtures/functions/escapes/app.py"));
        using var stream = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach (var (name, target) in entries)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = target is null ? file : link;
                await using var content = await entry.OpenAsync(TestContext.Current.CancellationToken);
                await content.WriteAsync(target is null ? source : Encoding.UTF8.GetBytes(target), TestContext.Current.CancellationToken);
            }
        }

        return stream.ToArray();
    }
}
