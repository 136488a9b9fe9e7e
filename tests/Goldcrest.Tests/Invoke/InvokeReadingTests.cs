using System.Text;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Invoke;
using Goldcrest.Server.Pool;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Invoke;

public sealed class InvokeReadingTests
{
    private const string RequestId = "01234567-89ab-cdef-0123-456789abcdef";

    private static readonly FunctionAddress Hello = new(new FunctionKey("000000000000", "us-east-1", "hello"), "7");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_empty_event_is_an_empty_object(string? payload)
    {
        var (request, _) = Read(new InvocationRequest { FunctionName = "hello", Payload = payload is null ? null : Encoding.UTF8.GetBytes(payload) });

        Assert.Equal("{}", Encoding.UTF8.GetString(request!.Event.Span));
    }

    [Fact]
    public void The_function_is_named_as_the_caller_named_it()
    {
        var (request, _) = Read(new InvocationRequest { FunctionName = "hello" });

        Assert.Equal((RequestId, "arn:aws:lambda:us-east-1:000000000000:function:hello:7"), (request!.RequestId, request.InvokedArn));
    }

    [Theory]
    [InlineData(InvokeLimits.MaxEventBytes, 0)]
    [InlineData(InvokeLimits.MaxEventBytes + 1, 413)]
    public void An_event_may_have_just_so_many_bytes(int bytes, int status)
    {
        var (request, error) = Read(new InvocationRequest { FunctionName = "hello", Payload = Encoding.UTF8.GetBytes($"\"{new string('x', bytes - 2)}\"") });

        Assert.Equal(status, error?.Status ?? 0);
        Assert.Equal(status == 0, request is not null);
        Assert.Equal(status == 0 ? null : "Request must be smaller than 6291456 bytes for the InvokeFunction operation", error?.Message);
    }

    [Theory]
    [InlineData("Event", null)]
    [InlineData(null, "execution")]
    public void What_is_not_done_yet_is_refused_and_not_ignored(string? type, string? execution)
    {
        var (_, error) = Read(new InvocationRequest { FunctionName = "hello", InvocationType = type, DurableExecutionName = execution });

        Assert.Equal((501, "NotImplementedException"), (error!.Status, error.Code));
    }

    [Fact]
    public void An_event_that_is_no_JSON_is_refused()
    {
        var (_, error) = Read(new InvocationRequest { FunctionName = "hello", Payload = "{"u8.ToArray() });

        Assert.Equal((400, "InvalidRequestContentException"), (error!.Status, error.Code));
    }

    [Theory]
    [InlineData("{\"client\":{\"app\":\"x\"}}", "{\"client\":{\"app\":\"x\"}}")]
    [InlineData(" {\n\t\"a\" : 1.50 }\r\n", "{\"a\":1.50}")]
    [InlineData("{\"a\":\"\u00e9\u007f\U0001F600\"}", "{\"a\":\"\\u00E9\\u007F\\uD83D\\uDE00\"}")]
    [InlineData("[]", null)]
    [InlineData("1", null)]
    [InlineData("", null)]
    [InlineData("{", null)]
    [InlineData("{\"a\":\"\\ud800\"}", null)]
    public void A_client_context_is_an_object_that_a_header_can_carry(string json, string? passed)
    {
        var (request, error) = Read(new InvocationRequest { FunctionName = "hello", ClientContext = Convert.ToBase64String(Encoding.UTF8.GetBytes(json)) });

        Assert.Equal(passed, request?.ClientContext);
        Assert.Equal(passed is null ? "InvalidRequestContentException" : null, error?.Code);
    }

    [Theory]
    [InlineData("no base64!")]
    [InlineData("eyJ9=")]
    public void A_client_context_that_is_no_base64_is_refused(string text)
    {
        var (_, error) = Read(new InvocationRequest { FunctionName = "hello", ClientContext = text });

        Assert.Equal(400, error!.Status);
    }

    [Fact]
    public void A_client_context_has_a_limit()
    {
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"a\":\"{new string('x', 2_700)}\"}}"));

        var (_, error) = Read(new InvocationRequest { FunctionName = "hello", ClientContext = base64 });

        Assert.Equal(400, error!.Status);
    }

    [Theory]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793", true)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", true)]
    [InlineData("Self=1-a;Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=a:1|b:2", true)]
    [InlineData("Root=1-5759e988", false)]
    [InlineData("", false)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Evil=\u00e9", false)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793\n", false)]
    [InlineData(null, false)]
    public void A_trace_is_passed_on_when_it_is_one_and_made_otherwise(string? given, bool isPassedOn)
    {
        var (request, _) = Read(new InvocationRequest { FunctionName = "hello" }, given);

        Assert.Equal(isPassedOn ? given : "Root=1-01234567-89abcdef0123456789abcdef;Parent=0123456789abcdef;Sampled=0", request!.TraceId);
    }

    private static (InvokeRequest? Request, WireError? Error) Read(InvocationRequest request, string? trace = null) => InvokeReading.Read(
        request,
        Hello,
        new CallContext { RequestId = RequestId, Account = "000000000000", Region = "us-east-1", PrincipalArn = "p", BaseUrl = "b", TraceId = trace });
}
