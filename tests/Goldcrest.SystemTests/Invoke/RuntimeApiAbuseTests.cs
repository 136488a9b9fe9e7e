using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Invoke;

/// <summary>A custom runtime that does what no runtime should, in a real sandbox; each event names what it does before it answers.</summary>
public sealed class RuntimeApiAbuseTests(SharedServer shared)
{
    private const string Abuser = """
        #!/usr/bin/python3 -S
        import json, os, socket, time

        BASE = "/2018-06-01/runtime/"

        def connect():
            return socket.create_connection(("127.0.0.1", 9001))

        def read(sock):
            data = b""
            while b"\r\n\r\n" not in data:
                piece = sock.recv(65536)
                if not piece:
                    return {"status": 0, "headers": {}, "body": ""}
                data += piece
            head, body = data.split(b"\r\n\r\n", 1)
            lines = head.decode().split("\r\n")
            headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines[1:])}
            while len(body) < int(headers.get("content-length", 0)):
                body += sock.recv(65536)
            return {"status": int(lines[0].split()[1]), "headers": headers, "body": body.decode()}

        def call(method, path, body=b"", headers="", sock=None):
            own = sock or connect()
            own.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            reply = read(own)
            if sock is None:
                own.close()
            return [reply["status"], json.loads(reply["body"])["errorType"] if reply["status"] >= 400 and reply["body"] else reply["body"]]

        def orders(id):
            return {
                "init": call("POST", BASE + "init/error", b"{}"),
                "other": call("POST", BASE + "invocation/not-mine/response", b"stolen"),
                "otherError": call("POST", BASE + "invocation/not-mine/error", b"{}"),
                "nowhere": call("GET", "/2015-03-31/functions"),
                "ping": call("GET", "/2018-06-01/ping"),
                "method": call("DELETE", BASE + "invocation/next"),
            }

        def again(id):
            sock = connect()
            sock.sendall(f"GET {BASE}invocation/next HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            return read(sock)["headers"]["lambda-runtime-aws-request-id"] == id

        def garbage(id):
            statuses = []
            for text in (b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET " + b"x" * 20000 + b" HTTP/1.1\r\n\r\n",
                         b"GET / HTTP/1.1\r\n" + b"".join(b"h%d: %s\r\n" % (i, b"v" * 2000) for i in range(100)) + b"\r\n",
                         b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                         b"POST " + f"{BASE}invocation/{id}x/response".encode() + b" HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"):
                sock = connect()
                try:
                    sock.sendall(text)
                    statuses.append(read(sock)["status"])
                except OSError:
                    statuses.append(0)
            return statuses

        def flood(id):
            socks = [connect() for _ in range(300)]
            answered = 0
            for sock in socks:
                try:
                    sock.sendall(b"GET /2018-06-01/ping HTTP/1.1\r\nHost: x\r\n\r\n")
                    answered += read(sock)["status"] == 200
                except OSError:
                    pass
            for sock in socks:
                sock.close()
            return answered

        def post_head(id, length, headers=""):
            sock = connect()
            sock.sendall(f"POST {BASE}invocation/{id}/response HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {length}\r\n\r\n".encode())
            return sock

        sock = connect()
        while True:
            sock.sendall(f"GET {BASE}invocation/next HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            event = read(sock)
            if event["status"] == 403:
                # The node has not yet seen that the answer before was broken off.
                time.sleep(0.01)
                continue
            if event["status"] != 200:
                os._exit(99)
            id = event["headers"]["lambda-runtime-aws-request-id"]
            what = json.loads(event["body"])
            result = None
            if what in ("orders", "again", "garbage", "flood"):
                result = globals()[what](id)
            elif what == "twice":
                path = BASE + f"invocation/{id}/response"
                print(json.dumps([call("POST", path, b'"first"'), call("POST", path, b'"second"'), call("POST", path.replace("response", "error"), b"{}")]), flush=True)
                continue
            elif what == "cut":
                half = post_head(id, 100)
                half.sendall(b"half")
                half.close()
                continue
            elif what == "chunk":
                half = connect()
                half.sendall(f"POST {BASE}invocation/{id}/response HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nnonsense\r\n".encode())
                read(half)
                continue
            elif what == "exit":
                post_head(id, 100).sendall(b"half")
                os._exit(5)
            elif what == "slow":
                half = post_head(id, 100)
                for _ in range(100):
                    half.sendall(b"x")
                    time.sleep(0.1)
            elif what == "mode":
                print(json.dumps(call("POST", BASE + f"invocation/{id}/response", b"{}", "Lambda-Runtime-Function-Response-Mode: odd\r\n")), flush=True)
                continue
            elif what == "stream":
                sock2 = connect()
                sock2.sendall(f"POST {BASE}invocation/{id}/response HTTP/1.1\r\nHost: x\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
                for piece in (b"one ", b"two"):
                    sock2.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
                    time.sleep(0.01)
                sock2.sendall(b"0\r\n\r\n")
                read(sock2)
                continue
            elif what == "trailer":
                sock2 = connect()
                sock2.sendall(f"POST {BASE}invocation/{id}/response HTTP/1.1\r\nHost: x\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"
                    f"Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n4\r\npart\r\n0\r\n"
                    f"Lambda-Runtime-Function-Error-Type: Runtime.Late\r\nLambda-Runtime-Function-Error-Body: eyJlcnJvck1lc3NhZ2UiOiJsYXRlIn0=\r\n\r\n".encode())
                read(sock2)
                continue
            call("POST", BASE + f"invocation/{id}/response", json.dumps(result).encode(), sock=sock)
        """;

    [Fact]
    public async Task Calls_out_of_order_and_for_others_are_refused_and_the_invocation_goes_on()
    {
        var (client, name) = await DeployAsync();
        using var held = client;

        var orders = (await client.InvokeAsync(name, "\"orders\"")).Text;
        var again = (await client.InvokeAsync(name, "\"again\"")).Text;
        var twice = await client.InvokeAsync(name, "\"twice\"", ("X-Amz-Log-Type", "Tail"));

        Assert.Equal(
            "{\"init\": [403, \"InvalidStateTransition\"], \"other\": [400, \"InvalidRequestID\"], \"otherError\": [400, \"InvalidRequestID\"], "
            + "\"nowhere\": [404, \"NotFound\"], \"ping\": [200, \"pong\"], \"method\": [404, \"NotFound\"]}",
            orders);
        Assert.Equal("true", again);
        Assert.Equal((null, "\"first\""), (twice.FunctionError, twice.Text));
        await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(name)).Contains(
            "[[202, \"{\\\"status\\\":\\\"OK\\\"}\\n\"], [403, \"InvalidStateTransition\"], [403, \"InvalidStateTransition\"]]"));
    }

    [Fact]
    public async Task Garbage_and_floods_of_connections_harm_nobody()
    {
        var (client, name) = await DeployAsync();
        using var held = client;

        var garbage = await client.InvokeAsync(name, "\"garbage\"");
        var flood = await client.InvokeAsync(name, "\"flood\"");
        var next = await client.InvokeAsync(name, "\"again\"");

        Assert.All(garbage.Json.EnumerateArray(), status => Assert.Contains(status.GetInt32(), (int[])[400, 414, 431, 505]));
        Assert.InRange(flood.Json.GetInt32(), 1, 64);
        Assert.Equal("true", next.Text);
    }

    [Fact]
    public async Task Responses_that_are_not_whole_end_the_invocation_by_their_kind()
    {
        var (client, name) = await DeployAsync();
        using var held = client;

        var cut = await client.InvokeAsync(name, "\"cut\"");
        var chunk = await client.InvokeAsync(name, "\"chunk\"");
        var exit = await client.InvokeAsync(name, "\"exit\"");
        var slow = await client.InvokeAsync(name, "\"slow\"");
        var next = await client.InvokeAsync(name, "\"again\"");

        Assert.Equal("Runtime.TruncatedResponse", cut.Json.GetProperty("errorType").GetString());
        Assert.Equal("Runtime.TruncatedResponse", chunk.Json.GetProperty("errorType").GetString());
        Assert.Contains("Runtime exited with error: exit status 5", exit.Text, StringComparison.Ordinal);
        Assert.Contains("Task timed out after 3.00 seconds", slow.Text, StringComparison.Ordinal);
        Assert.Equal("true", next.Text);
    }

    [Fact]
    public async Task Streamed_responses_are_collected_and_other_modes_refused()
    {
        var (client, name) = await DeployAsync();
        using var held = client;

        var stream = await client.InvokeAsync(name, "\"stream\"");
        var trailer = await client.InvokeAsync(name, "\"trailer\"");
        var mode = await client.InvokeAsync(name, "\"mode\"");

        Assert.Equal((null, "one two"), (stream.FunctionError, stream.Text));
        Assert.Equal(("Unhandled", "{\"errorMessage\":\"late\"}"), (trailer.FunctionError, trailer.Text));
        Assert.Equal(("Unhandled", "Runtime.InvalidResponseModeHeader"), (mode.FunctionError, mode.Json.GetProperty("errorType").GetString()));
        await FunctionClient.UntilAsync(async () => (await client.ReadLogAsync(name)).Contains("[400, \"InvalidFunctionResponseMode\"]"));
    }

    private async Task<(FunctionClient Client, string Name)> DeployAsync()
    {
        var client = await FunctionClient.ForAsync(shared);
        return (client, await client.DeployAsync("provided.al2023", "h", new() { ["bootstrap"] = Abuser }));
    }
}
