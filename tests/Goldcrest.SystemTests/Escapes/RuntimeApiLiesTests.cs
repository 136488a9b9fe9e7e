using Goldcrest.SystemTests.Invoke;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Escapes;

/// <summary>Functions that lie to the Runtime API: in every header and line of a request, about who they are, and by not ending what they begin.</summary>
public sealed class RuntimeApiLiesTests(SharedServer shared)
{
    private const string Prelude = """
        import http.client, json, socket, threading
        def api(seconds=10):
            return socket.create_connection(("127.0.0.1", 9001), timeout=seconds)
        def says(request):
            with api() as connection:
                try:
                    connection.sendall(request)
                    connection.shutdown(socket.SHUT_WR)
                    line = connection.makefile("rb").readline()
                except OSError:
                    return "closed"
                return line.split(b" ")[1].decode() if line else "closed"
        def call(method, path, body=None, headers={}):
            connection = http.client.HTTPConnection("127.0.0.1", 9001, timeout=10)
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            return answer
        answer_path = "/2018-06-01/runtime/invocation/%s/response" % context.aws_request_id
        error_path = "/2018-06-01/runtime/invocation/%s/error" % context.aws_request_id

        """;

    [Theory]
    [InlineData("a negative length", "b'POST %b HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -1\\r\\n\\r\\n{}' % p")]
    [InlineData("a length beyond all numbers", "b'POST %b HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n{}' % p")]
    [InlineData("two lengths", "b'POST %b HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 2\\r\\nContent-Length: 3\\r\\n\\r\\n{}x' % p")]
    [InlineData("an unknown coding", "b'POST %b HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n{}' % p")]
    [InlineData("a name with a space", "b'POST %b HTTP/1.1\\r\\nHost: x\\r\\nContent Length: 2\\r\\n\\r\\n{}' % p")]
    [InlineData("a value with a zero byte", "b'GET / HTTP/1.1\\r\\nHost: x\\r\\nA: \\0\\r\\n\\r\\n'")]
    [InlineData("a folded value", "b'GET / HTTP/1.1\\r\\nHost: x\\r\\nA: b\\r\\n c: d\\r\\n\\r\\n'")]
    [InlineData("no host", "b'GET / HTTP/1.1\\r\\n\\r\\n'")]
    [InlineData("two hosts", "b'GET / HTTP/1.1\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n'")]
    [InlineData("another server's address", "b'GET http://127.0.0.1:4566/2015-03-31/functions HTTP/1.1\\r\\nHost: 127.0.0.1:4566\\r\\n\\r\\n'")]
    [InlineData("a tunnel", "b'CONNECT 127.0.0.1:4566 HTTP/1.1\\r\\nHost: 127.0.0.1:4566\\r\\n\\r\\n'")]
    [InlineData("the protocol of another age", "b'GET /2018-06-01/runtime/invocation/next\\r\\n\\r\\n'")]
    [InlineData("the protocol of another version", "b'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n'")]
    [InlineData("a thousand headers", "b'GET / HTTP/1.1\\r\\nHost: x\\r\\n' + b''.join(b'H%d: x\\r\\n' % n for n in range(1000)) + b'\\r\\n'")]
    [InlineData("a line of a megabyte", "b'GET /' + b'x' * (1 << 20) + b' HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'")]
    [InlineData("garbage", "bytes(range(256)) * 64")]
    [InlineData("the paths of the server's own API", "b'GET /2015-03-31/functions HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'")]
    [InlineData("the way up", "b'GET /2018-06-01/runtime/../../_goldcrest/logs HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'")]
    public async Task A_request_is_refused_with(string what, string request)
    {
        _ = what;
        await using var prisoner = await Prisoner.CreateAsync(await shared.GetAsync());

        var status = await prisoner.RunAsync($"{Prelude}p = answer_path.encode()\nfound = says({request})");
        var after = await prisoner.RunAsync("found = 'works again'");

        Assert.Contains(status, (string[])["\"400\"", "\"404\"", "\"405\"", "\"411\"", "\"413\"", "\"414\"", "\"431\"", "\"501\"", "\"505\"", "\"closed\""]);
        Assert.Equal("\"works again\"", after);
    }

    [Fact]
    public async Task No_header_of_a_function_reaches_its_caller_or_changes_what_it_is_told()
    {
        var server = await shared.GetAsync();
        using var client = new FunctionClient(server);
        var app = await File.ReadAllTextAsync(Clients.SourceTree.PathOf("tests/fixtures/functions/escapes/app.py"), TestContext.Current.CancellationToken);
        var name = await client.DeployPythonAsync(app);
        const string lies = """
            call("POST", answer_path, b'"mine"', {"X-Amz-Function-Error": "Handled", "X-Amz-Executed-Version": "7", "X-Amzn-RequestId": "lie", "Set-Cookie": "a=b", "Location": "/",
                "Lambda-Runtime-Function-Error-Type": "Lie", "Lambda-Runtime-Aws-Request-Id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd", "Content-Type": "text/html", "Server": "lie"})
            """;

        var reply = await client.InvokeAsync(name, System.Text.Json.JsonSerializer.Serialize(new { code = Prelude + lies }));

        Assert.Equal((200, null, "\"mine\"", "$LATEST"), (reply.Status, reply.FunctionError, reply.Text, reply.Headers["X-Amz-Executed-Version"]));
        Assert.DoesNotContain(reply.Headers, header => header.Value.Contains("lie", StringComparison.OrdinalIgnoreCase) || header.Key is "Set-Cookie" or "Location");
    }

    [Theory]
    [InlineData("Runtime.Lie\\r\\nX: y")]
    [InlineData("<script>")]
    [InlineData("")]
    public async Task The_type_of_an_error_cannot_smuggle_anything(string type)
    {
        await using var prisoner = await Prisoner.CreateAsync(await shared.GetAsync());

        var end = await prisoner.RunAsync(
            $"{Prelude}found = says(b'POST %b HTTP/1.1\\r\\nHost: x\\r\\nLambda-Runtime-Function-Error-Type: {type}\\r\\nContent-Length: 42\\r\\n\\r\\n{{\"errorType\":\"Told\",\"errorMessage\":\"Error: 1\"}}'[:-2] % error_path.encode())");
        var after = await prisoner.RunAsync("found = 'works again'");

        Assert.NotEmpty(end);
        Assert.Equal("\"works again\"", after);
    }

    [Fact]
    public async Task Nobody_answers_for_another_function()
    {
        var server = await shared.GetAsync();
        await using var victim = await Prisoner.CreateAsync(server);
        await using var thief = await Prisoner.CreateAsync(server);
        var running = victim.RunAsync("open('/tmp/id', 'w').write(context.aws_request_id)\nprint('id', context.aws_request_id)\n__import__('time').sleep(5)\nfound = 'own answer'");
        var id = "";
        await FunctionClient.UntilAsync(async () =>
            (id = (await victim.ReadLogAsync()).LastOrDefault(line => line.StartsWith("id ", StringComparison.Ordinal))?[3..] ?? "").Length > 0);

        var answered = await thief.RunAsync(Prelude + $"found = [call('POST', '/2018-06-01/runtime/invocation/{id}/' + path, b'{{}}').status for path in ('response', 'error')]");

        Assert.Equal("[400, 400]", answered);
        Assert.Equal("\"own answer\"", await running);
    }

    [Fact]
    public async Task Nobody_listens_as_the_extension_of_another_function()
    {
        const string app = """
            import http.client, threading
            def call(method, path, body=None, headers={}):
                connection = http.client.HTTPConnection("127.0.0.1", 9001)
                connection.request(method, path, body, headers)
                return connection.getresponse()
            own = call("POST", "/2020-01-01/extension/register", b'{"events":[]}', {"Lambda-Extension-Name": "own"}).getheader("Lambda-Extension-Identifier")
            threading.Thread(target=lambda: call("GET", "/2020-01-01/extension/event/next", None, {"Lambda-Extension-Identifier": own}), daemon=True).start()
            def handler(event, context):
                return own
            """;
        var server = await shared.GetAsync();
        using var client = new FunctionClient(server);
        await using var thief = await Prisoner.CreateAsync(server);
        var extension = (await client.InvokeAsync(await client.DeployPythonAsync(app), "{}")).Text;

        var listened = await thief.RunAsync(Prelude + $"found = call('GET', '/2020-01-01/extension/event/next', None, {{'Lambda-Extension-Identifier': {extension}}}).status");

        Assert.Equal(38, extension.Length);
        Assert.Equal("403", listened);
    }

    [Theory]
    [InlineData("an answer that is not finished", "s = api()\ns.sendall(b'POST %b HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 100\\r\\n\\r\\n\"half' % answer_path.encode())\ns.close()\nfound = 1")]
    [InlineData("an answer that is never sent on", "state['s'] = api()\nstate['s'].sendall(b'POST %b HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 100\\r\\n\\r\\n\"half' % answer_path.encode())\nfound = 1")]
    [InlineData("a chunk that is not finished", "s = api()\ns.sendall(b'POST %b HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n64\\r\\n\"half' % answer_path.encode())\ns.close()\nfound = 1")]
    [InlineData("a chunk beyond all numbers", "found = says(b'POST %b HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nFFFFFFFFFFFFFFFFF\\r\\n{}' % answer_path.encode())")]
    [InlineData("requests without their ends", "state['all'] = [api() for n in range(50)]\nfor s in state['all']: s.sendall(b'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: x\\r\\nA: ')\nfound = 1")]
    [InlineData("answers that nobody reads", "state['all'] = [api() for n in range(50)]\nfor s in state['all']: s.sendall(b'GET /nothing HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' * 200)\nfound = 1")]
    public async Task Half_of_something_costs_only_the_function_itself(string what, string code)
    {
        _ = what;
        var server = await shared.GetAsync();
        await using var prisoner = await Prisoner.CreateAsync(server, timeoutSeconds: 5);
        await using var bystander = await Bystander.StartAsync(server);

        var end = await prisoner.RunAsync(Prelude + code);
        await prisoner.RunAsync("found = 1");
        var after = await prisoner.RunAsync("found = 'works again'");

        Assert.NotEmpty(end);
        Assert.Equal("\"works again\"", after);
        await bystander.AssertServedAsync();
    }

    [Fact]
    public async Task A_flood_of_requests_does_not_keep_others_waiting()
    {
        var server = await shared.GetAsync();
        await using var prisoner = await Prisoner.CreateAsync(server, memoryMiB: 1769, timeoutSeconds: 60);
        await using var bystander = await Bystander.StartAsync(server);
        const string flood = """
            def pour():
                for n in range(5):
                    outcome(lambda: says(b"GET /2018-06-01/runtime/nothing HTTP/1.1\r\nHost: x\r\n\r\n" * 500))
            threads = [threading.Thread(target=pour) for n in range(40)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            found = "poured"
            """;

        var end = await prisoner.RunAsync(Prelude + flood);
        var after = await prisoner.RunAsync("found = 'works again'");

        Assert.Equal(("\"poured\"", "\"works again\""), (end, after));
        await bystander.AssertServedAsync();
    }
}
