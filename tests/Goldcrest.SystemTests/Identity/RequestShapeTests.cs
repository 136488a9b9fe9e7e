using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Identity;

/// <summary>Requests whose form is odd: what they get, and that nothing slips by the signature.</summary>
public sealed class RequestShapeTests(SharedServer shared)
{
    private const string List = "/2015-03-31/functions";
    private const string Health = "GET /_goldcrest/health HTTP/1.1\r\nHost: x\r\n\r\n";

    [Theory]
    [InlineData("Content-Length: 69000000")]
    [InlineData("Content-Length: 69000000\r\nExpect: 100-continue")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task A_stranger_is_refused_before_sending_a_body(string framing)
    {
        var server = await shared.GetAsync();
        using var connection = await RawConnection.OpenAsync(server);

        await connection.SendAsync($"POST {List} HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n");
        var response = await connection.ReadAsync();

        Assert.Equal((403, "MissingAuthenticationTokenException"), (response!.Status, response.ErrorType));
    }

    [Fact]
    public async Task A_refused_client_that_sends_its_body_all_the_same_keeps_its_connection()
    {
        var server = await shared.GetAsync();
        using var connection = await RawConnection.OpenAsync(server);

        await connection.SendAsync($"POST {List} HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n", new byte[5_000_000]);
        var refused = await connection.ReadAsync();
        await connection.SendAsync(new SignedHead(server).ToString());
        var next = await connection.ReadAsync();

        Assert.Equal((403, 200), (refused!.Status, next!.Status));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 403)]
    [InlineData("Content-Length: -5\r\n\r\n0\r\n\r\n", 400)]
    public async Task A_request_of_doubtful_length_carries_no_second_one(string rest, int status)
    {
        var server = await shared.GetAsync();
        using var connection = await RawConnection.OpenAsync(server);

        await connection.SendAsync($"POST {List} HTTP/1.1\r\nHost: x\r\n{rest}{Health}");
        var first = await connection.ReadAsync();
        var second = await connection.ReadAsync();

        Assert.Equal(status, first!.Status);
        Assert.Null(second);
    }

    [Theory]
    [InlineData("Host: x\r\nHost: y", 400)]
    [InlineData("Host: a b", 400)]
    [InlineData("NoHost: x", 400)]
    [InlineData("Host: x\r\nX-Folded: a\r\n b", 400)]
    [InlineData("Host: x\r\nX Space: a", 400)]
    [InlineData("Host: x\r\nX-Zero: a\0b", 400)]
    public async Task Broken_headers_end_the_connection(string headers, int status)
    {
        var server = await shared.GetAsync();
        using var connection = await RawConnection.OpenAsync(server);

        await connection.SendAsync($"GET {List} HTTP/1.1\r\n{headers}\r\n\r\n");
        var response = await connection.ReadAsync();

        Assert.Equal(status, response!.Status);
        Assert.Null(await connection.ReadAsync());
    }

    [Theory]
    [InlineData(8_000, 200)]
    [InlineData(40_000, 431)]
    public async Task Headers_may_be_long_but_not_without_end(int length, int status)
    {
        var server = await shared.GetAsync();
        var head = new SignedHead(server);
        using var connection = await RawConnection.OpenAsync(server);

        await connection.SendAsync(head.Text(List, head.Headers.Append(new("X-Long", new string('a', length)))));
        var response = await connection.ReadAsync();

        Assert.Equal(status, response!.Status);
    }

    [Theory]
    [InlineData("/2015-03-31/functions", "/2015-03-31/functions", 200)]
    [InlineData("/2015-03-31/functions?MaxItems=1&FunctionVersion=ALL", "/2015-03-31/functions?FunctionVersion=ALL&MaxItems=1", 200)]
    [InlineData("/2015-03-31/functions/policy", "/2015-03-31/functions/./policy", 404)]
    [InlineData("/2015-03-31/functions", "/x/../2015-03-31/functions", 404)]
    [InlineData("/2015-03-31/functions", "//2015-03-31//functions", 404)]
    [InlineData("/2015-03-31/functions", "/2015-03-31%2Ffunctions", 403)]
    [InlineData("/2015-03-31/functions", "/2015-03-31/%66unctions", 403)]
    [InlineData("/2015-03-31/functions", "/2015-03-31/functions?", 200)]
    [InlineData("/_goldcrest/health", "/_goldcrest/../_goldcrest/logs?name=x", 403)]
    [InlineData("/2015-03-31%2Ffunctions", "/2015-03-31%2Ffunctions", 404)]
    [InlineData("/2015-03-31/functions/%252e%252e", "/2015-03-31/functions/%252e%252e", 400)]
    public async Task A_path_other_than_the_signed_one_leads_nowhere(string claimed, string sent, int status)
    {
        var server = await shared.GetAsync();
        var head = new SignedHead(server) { Target = claimed };
        using var connection = await RawConnection.OpenAsync(server);

        await connection.SendAsync(head.Text(sent, head.Headers));
        var response = await connection.ReadAsync();

        Assert.Equal(status, response!.Status);
    }

    [Fact]
    public async Task Names_of_headers_may_come_in_any_case_and_over_http_1_0()
    {
        var server = await shared.GetAsync();
        var head = new SignedHead(server);
        using var connection = await RawConnection.OpenAsync(server);

        await connection.SendAsync(head.Text(List, head.Headers.Select(header => KeyValuePair.Create(header.Key.ToUpperInvariant(), header.Value)))
            .Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal));
        var response = await connection.ReadAsync();

        Assert.Equal(200, response!.Status);
        Assert.Null(await connection.ReadAsync());
    }

    [Fact]
    public async Task A_signed_body_may_come_in_chunks_or_wait_for_leave()
    {
        var server = await shared.GetAsync();
        await using var function = await TestFunction.CreateAsync(server, await CodeZip.OfAsync("tests/fixtures/functions/clients/app.py"));
        var body = """{"wish":"text","say":"in pieces"}""";
        var head = new SignedHead(server) { Method = "POST", Target = $"{List}/{function.Name}/invocations", Body = System.Text.Encoding.UTF8.GetBytes(body) };
        using var connection = await RawConnection.OpenAsync(server);

        var chunked = head.ToString().Replace($"Content-Length: {body.Length}", "Transfer-Encoding: chunked", StringComparison.Ordinal);
        await connection.SendAsync($"{chunked}5\r\n{body[..5]}\r\n{body.Length - 5:x}\r\n{body[5..]}\r\n0\r\n\r\n");
        var inChunks = await connection.ReadAsync();
        await connection.SendAsync(head.ToString().Replace("Content-Length", "Expect: 100-continue\r\nContent-Length", StringComparison.Ordinal));
        var leave = await connection.ReadAsync();
        await connection.SendAsync("", head.Body);
        var afterLeave = await connection.ReadAsync();

        Assert.Equal((200, 100, 200), (inChunks!.Status, leave!.Status, afterLeave!.Status));
        Assert.Equal("""{"said": "in pieces", "length": 9}""", inChunks.Body);
        Assert.Equal(inChunks.Body, afterLeave.Body);
    }

    [Fact]
    public async Task Clients_that_hang_up_half_way_leave_the_server_unharmed()
    {
        var server = await shared.GetAsync();
        await using var function = await TestFunction.CreateAsync(server, await CodeZip.OfAsync("tests/fixtures/functions/clients/app.py"));
        var slow = new SignedHead(server) { Method = "POST", Target = $"{List}/{function.Name}/invocations", Body = """{"ms":200,"number":1}"""u8.ToArray() };

        for (var cut = 0; cut < 4; cut++)
        {
            using var connection = await RawConnection.OpenAsync(server);
            var text = slow.ToString();
            await connection.SendAsync(cut == 0 ? text[..(text.Length / 2)] : text, cut switch { 1 => slow.Body.AsMemory(..5), _ => slow.Body });
        }

        var (payload, error, _) = await function.InvokeAsync("""{"number":2}""");

        Assert.Null(error);
        Assert.Contains("\"number\": 2", payload, StringComparison.Ordinal);
    }
}
