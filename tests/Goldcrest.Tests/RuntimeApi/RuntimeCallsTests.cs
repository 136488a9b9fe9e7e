using System.Text;
using Goldcrest.Core.Invoke;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Tests.Pool;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Goldcrest.Tests.RuntimeApi;

public sealed class RuntimeCallsTests
{
    private const string Base = "/2018-06-01/runtime/";
    private const string Response = Base + "invocation/request-1/response";
    private const string Error = Base + "invocation/request-1/error";

    private readonly RuntimeSession _session = new(ExtensionRegistry.Empty());
    private readonly Invocation _invocation = new()
    {
        RequestId = "request-1",
        Event = "{\"a\":1}"u8.ToArray(),
        Deadline = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123),
        InvokedArn = "arn:aws:lambda:us-east-1:000000000000:function:hello:7",
        TraceId = "Root=1-a;Sampled=0",
        ClientContext = "{\"client\":1}",
        TenantId = "blue",
    };

    [Fact]
    public async Task Next_gives_the_event_with_its_headers()
    {
        _session.TryDeliver(_invocation);

        var reply = await SendAsync("GET", Base + "invocation/next");

        Assert.Equal((200, "{\"a\":1}", "application/json"), (reply.Status, reply.Body, reply.Headers.ContentType.ToString()));
        Assert.Equal("request-1", reply.Headers["Lambda-Runtime-Aws-Request-Id"]);
        Assert.Equal("1700000000123", reply.Headers["Lambda-Runtime-Deadline-Ms"]);
        Assert.Equal(_invocation.InvokedArn, reply.Headers["Lambda-Runtime-Invoked-Function-Arn"]);
        Assert.Equal(_invocation.TraceId, reply.Headers["Lambda-Runtime-Trace-Id"]);
        Assert.Equal("{\"client\":1}", reply.Headers["Lambda-Runtime-Client-Context"]);
        Assert.Equal("blue", reply.Headers["Lambda-Runtime-Aws-Tenant-Id"]);
    }

    [Theory]
    [InlineData("/2022-07-01/telemetry")]
    [InlineData("/2022-07-01/telemetry/")]
    [InlineData("/2020-08-15/logs")]
    public async Task Only_extensions_subscribe_to_telemetry(string path)
    {
        var reply = await SendAsync("PUT", path);

        Assert.Equal(
            (403, "{\"errorMessage\":\"Missing Lambda-Extension-Identifier header\",\"errorType\":\"Extension.MissingExtensionIdentifier\"}"),
            (reply.Status, reply.Body));
    }

    [Fact]
    public async Task A_response_is_accepted_and_passed_on_byte_by_byte()
    {
        Run();

        var reply = await SendAsync("POST", Response, [0, 255, (byte)'x']);

        Assert.Equal((202, "{\"status\":\"OK\"}\n"), (reply.Status, reply.Body));
        Assert.Equal([0, 255, (byte)'x'], ((InvokeOutcome.Responded)await _invocation.Outcome).Payload.ToArray());
    }

    [Theory]
    [InlineData(0, 202)]
    [InlineData(InvokeLimits.MaxResponseBytes, 202)]
    [InlineData(InvokeLimits.MaxResponseBytes + 1, 413)]
    [InlineData(2 * InvokeLimits.MaxResponseBytes, 413)]
    public async Task A_response_may_have_just_so_many_bytes(int bytes, int status)
    {
        Run();

        var reply = await SendAsync("POST", Response, new byte[bytes]);

        var outcome = await Until.EndAsync(_invocation.Outcome);
        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 202 ? bytes : null, (outcome as InvokeOutcome.Responded)?.Payload.Length);
        Assert.Equal(status == 202 ? null : FunctionFault.ResponseTooLarge, (outcome as InvokeOutcome.Faulted)?.Fault);
    }

    [Fact]
    public async Task A_response_that_is_too_large_is_told_its_limit()
    {
        Run();

        var reply = await SendAsync("POST", Response, new byte[InvokeLimits.MaxResponseBytes + 1]);

        Assert.Equal(
            "{\"errorMessage\":\"Exceeded maximum allowed payload size (6291556 bytes).\",\"errorType\":\"RequestEntityTooLarge\"}", reply.Body);
    }

    [Fact]
    public async Task A_response_that_breaks_off_ends_the_invocation()
    {
        Run();

        var reply = await SendAsync("POST", Response, new BrokenStream("half"u8.ToArray()));

        Assert.Equal(400, reply.Status);
        Assert.Equal(FunctionFault.TruncatedResponse, ((InvokeOutcome.Faulted)await _invocation.Outcome).Fault);
    }

    [Fact]
    public async Task An_error_is_passed_on_with_its_type()
    {
        Run();

        var reply = await SendAsync("POST", Error, "{}"u8.ToArray(), ("Lambda-Runtime-Function-Error-Type", "Runtime.SomeError"));

        var failed = (InvokeOutcome.HandlerFailed)await _invocation.Outcome;
        Assert.Equal((202, "{}", "Runtime.SomeError"), (reply.Status, Encoding.UTF8.GetString(failed.Payload.Span), failed.ErrorType));
    }

    [Fact]
    public async Task An_init_error_is_accepted_once()
    {
        var first = await SendAsync("POST", Base + "init/error", "{}"u8.ToArray());
        var second = await SendAsync("POST", Base + "init/error", "{}"u8.ToArray());

        Assert.Equal((202, 403), (first.Status, second.Status));
        Assert.Equal("Runtime.Unknown", (await _session.Initialised).Error!.ErrorType);
    }

    [Fact]
    public async Task An_init_error_that_breaks_off_is_one_without_words()
    {
        await SendAsync("POST", Base + "init/error", new BrokenStream([]));

        Assert.Equal(0, (await _session.Initialised).Error!.Payload.Length);
    }

    [Fact]
    public async Task A_streamed_response_is_collected()
    {
        Run();

        var reply = await SendAsync("POST", Response, "part"u8.ToArray(), ("Lambda-Runtime-Function-Response-Mode", "streaming"));

        Assert.Equal(202, reply.Status);
        Assert.IsType<InvokeOutcome.Responded>(await _invocation.Outcome);
    }

    [Fact]
    public async Task A_streamed_response_that_failed_says_so_behind_its_body()
    {
        Run();
        var trailers = new Trailers
        {
            ["Lambda-Runtime-Function-Error-Type"] = "Runtime.StreamError",
            ["Lambda-Runtime-Function-Error-Body"] = Convert.ToBase64String("{\"errorMessage\":\"late\"}"u8),
        };

        await SendAsync("POST", Response, new MemoryStream("part"u8.ToArray()), trailers, ("Lambda-Runtime-Function-Response-Mode", "streaming"));

        var failed = (InvokeOutcome.HandlerFailed)await _invocation.Outcome;
        Assert.Equal(("{\"errorMessage\":\"late\"}", "Runtime.StreamError"), (Encoding.UTF8.GetString(failed.Payload.Span), failed.ErrorType));
    }

    [Fact]
    public async Task Another_response_mode_is_refused_and_ends_the_invocation()
    {
        Run();

        var reply = await SendAsync("POST", Response, "x"u8.ToArray(), ("Lambda-Runtime-Function-Response-Mode", "telepathic"));

        Assert.Equal((400, "{\"errorMessage\":\"Invalid function response mode\",\"errorType\":\"InvalidFunctionResponseMode\"}"), (reply.Status, reply.Body));
        Assert.Equal("Runtime.InvalidResponseModeHeader", ((InvokeOutcome.Faulted)await _invocation.Outcome).Fault.ErrorType);
    }

    [Fact]
    public async Task A_refused_transition_names_both_phases()
    {
        Run();
        await SendAsync("POST", Response, "1"u8.ToArray());

        var reply = await SendAsync("POST", Response, "2"u8.ToArray());

        Assert.Equal(403, reply.Status);
        Assert.Equal(
            "{\"errorMessage\":\"State transition from ResponseSent to InvocationResponse failed for runtime. Error: State transition is not allowed\",\"errorType\":\"InvalidStateTransition\"}",
            reply.Body);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", Base + "invocation/next/")]
    [InlineData("POST", Base + "invocation/next")]
    [InlineData("GET", Response)]
    [InlineData("POST", Base + "invocation//response")]
    [InlineData("POST", Base + "invocation/response")]
    [InlineData("PUT", Base + "init/error")]
    [InlineData("GET", Base + "restore/next")]
    [InlineData("GET", "/2022-07-01/telemetry")]
    [InlineData("GET", "/2020-01-01/extension/register")]
    [InlineData("GET", "/2015-03-31/functions")]
    public async Task What_is_no_call_is_not_found_and_changes_nothing(string method, string path)
    {
        var reply = await SendAsync(method, path);

        Assert.Equal(404, reply.Status);
        Assert.False(_session.Initialised.IsCompleted);
    }

    [Fact]
    public async Task Ping_is_answered_in_every_phase()
    {
        var reply = await SendAsync("GET", "/2018-06-01/ping");

        Assert.Equal((200, "pong"), (reply.Status, reply.Body));
    }

    private void Run()
    {
        _ = _session.Next(CancellationToken.None);
        _session.TryDeliver(_invocation);
    }

    private Task<(int Status, string Body, IHeaderDictionary Headers)> SendAsync(
        string method, string path, byte[]? body = null, params (string, string)[] headers) => SendAsync(method, path, new MemoryStream(body ?? []), null, headers);

    private Task<(int Status, string Body, IHeaderDictionary Headers)> SendAsync(string method, string path, Stream body) => SendAsync(method, path, body, null);

    private async Task<(int Status, string Body, IHeaderDictionary Headers)> SendAsync(
        string method, string path, Stream body, Trailers? trailers, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext { Request = { Method = method, Path = path, Body = body }, Response = { Body = new MemoryStream() } };
        context.Features.Set<IHttpRequestTrailersFeature>(trailers ?? new Trailers());
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        await Until.EndAsync(RuntimeCalls.AnswerAsync(context, _session));
        await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()), context.Response.Headers);
    }

    private sealed class Trailers : Dictionary<string, string>, IHttpRequestTrailersFeature
    {
        public bool Available => true;

        IHeaderDictionary IHttpRequestTrailersFeature.Trailers =>
            new HeaderDictionary(this.ToDictionary(pair => pair.Key, pair => new Microsoft.Extensions.Primitives.StringValues(pair.Value)));
    }

    /// <summary>Gives some bytes and then fails, as a connection that is cut does.</summary>
    private sealed class BrokenStream(byte[] head) : MemoryStream(head)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("cut");
    }
}
