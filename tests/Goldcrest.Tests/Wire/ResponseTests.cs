using System.Text;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Wire;

public sealed class ResponseTests
{
    private const string Invocations = "/2015-03-31/functions/f/invocations";

    [Fact]
    public async Task A_configuration_is_written_in_the_order_of_the_model_without_nulls()
    {
        var output = new FunctionConfiguration
        {
            FunctionName = "f",
            Timeout = 3,
            CodeSize = 5_000_000_000,
            Layers = [new Layer { Arn = "a", CodeSize = 1 }],
            Environment = new EnvironmentResponse { Variables = new Dictionary<string, string> { ["b"] = "<&>", ["a"] = "" } },
        };

        var response = await LambdaCall.SendAsync(new RecordingHandlers { Output = output }, "GET", "/2015-03-31/functions/f/configuration");

        Assert.Equal((200, "application/json"), (response.Status, response.ContentType));
        Assert.Equal(
            """{"FunctionName":"f","CodeSize":5000000000,"Timeout":3,"Environment":{"Variables":{"b":"<&>","a":""}},"Layers":[{"Arn":"a","CodeSize":1}]}""",
            LambdaCall.Text(response));
        Assert.Equal([KeyValuePair.Create("x-amzn-RequestId", LambdaCall.Context.RequestId)], response.Headers);
    }

    [Fact]
    public async Task Success_has_the_status_of_the_model()
    {
        var response = await LambdaCall.SendAsync(
            new RecordingHandlers { Output = new AliasConfiguration { Name = "a" } },
            "POST",
            "/2015-03-31/functions/f/aliases",
            """{"Name":"a","FunctionVersion":"1"}"""u8.ToArray());

        Assert.Equal(201, response.Status);
    }

    [Theory]
    [InlineData(1_700_000_000_000, "1700000000")]
    [InlineData(1_700_000_000_120, "1700000000.12")]
    public async Task Timestamps_are_epoch_seconds_with_their_fraction(long milliseconds, string text)
    {
        var output = new FunctionEventInvokeConfig { LastModified = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) };

        var response = await LambdaCall.SendAsync(new RecordingHandlers { Output = output }, "GET", "/2019-09-25/functions/f/event-invoke-config");

        Assert.Equal($$"""{"LastModified":{{text}}}""", LambdaCall.Text(response));
    }

    [Fact]
    public async Task Doubles_keep_their_fraction()
    {
        var output = new AliasConfiguration
        {
            RoutingConfig = new AliasRoutingConfiguration { AdditionalVersionWeights = new Dictionary<string, double> { ["1"] = 1, ["2"] = 0.25 } },
        };

        var response = await LambdaCall.SendAsync(new RecordingHandlers { Output = output }, "GET", "/2015-03-31/functions/f/aliases/a");

        Assert.Equal("""{"RoutingConfig":{"AdditionalVersionWeights":{"1":1.0,"2":0.25}}}""", LambdaCall.Text(response));
    }

    [Fact]
    public async Task An_answer_without_content_has_no_body()
    {
        var empty = await LambdaCall.SendAsync(
            new RecordingHandlers { Output = NoOutput.Instance }, "DELETE", "/2015-03-31/functions/f/aliases/a");
        var shaped = await LambdaCall.SendAsync(
            new RecordingHandlers { Output = new DeleteFunctionResponse { StatusCode = 204 } }, "DELETE", "/2015-03-31/functions/f");

        Assert.Equal((204, null, 0), (empty.Status, empty.ContentType, empty.Body.Length));
        Assert.Equal((204, null, 0), (shaped.Status, shaped.ContentType, shaped.Body.Length));
    }

    [Fact]
    public async Task An_invocation_keeps_status_headers_and_the_very_bytes_of_both_payloads()
    {
        var answer = "\u00ff not json"u8.ToArray();
        var output = new InvocationResponse { StatusCode = 202, FunctionError = "Unhandled", ExecutedVersion = "$LATEST", Payload = answer };
        var handlers = new RecordingHandlers { Output = output };
        ReadOnlyMemory<byte> body = new byte[] { 1, 2, 3 };
        var headers = new FixedHeaders(("x-amz-invocation-type", "Event"), ("X-Amz-Log-Type", "Tail"));

        var response = await LambdaCall.SendAsync(handlers, "POST", Invocations + "?Qualifier=live", body, headers);

        var request = Assert.IsType<InvocationRequest>(handlers.Request);
        Assert.Equal(("f", "live", "Event", "Tail"), (request.FunctionName, request.Qualifier, request.InvocationType, request.LogType));
        Assert.True(request.Payload!.Value.Equals(body));
        Assert.True(response.Body.Equals(answer));
        Assert.Equal((202, "application/json"), (response.Status, response.ContentType));
        Assert.Equal(["x-amzn-RequestId", "X-Amz-Function-Error", "X-Amz-Executed-Version"], response.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task Queries_repeat_for_lists_and_are_decoded()
    {
        var handlers = new RecordingHandlers();

        await LambdaCall.SendAsync(
            handlers, "DELETE", $"/2017-03-31/tags/{Uri.EscapeDataString("arn:aws:lambda:us-east-1:111111111111:function:f")}?tagKeys=a%20b&tagKeys=c%2Bd&x=y&tagKeys=%3D");

        Assert.Equal(["a b", "c+d", "="], Assert.IsType<UntagResourceRequest>(handlers.Request).TagKeys!);
    }

    [Fact]
    public async Task A_payload_structure_is_the_body_itself()
    {
        var handlers = new RecordingHandlers();
        var body = """{"ErrorType":"T","ErrorMessage":"m"}"""u8.ToArray();

        await LambdaCall.SendAsync(handlers, "POST", "/2025-12-01/durable-execution-callbacks/abc/fail", body);

        var request = Assert.IsType<SendDurableExecutionCallbackFailureRequest>(handlers.Request);
        Assert.Equal(("abc", "T", "m"), (request.CallbackId, request.Error!.ErrorType, request.Error.ErrorMessage));
    }

    [Fact]
    public async Task Blobs_travel_as_base64()
    {
        var handlers = new RecordingHandlers();
        var body = """{"ZipFile":"UEsFBg=="}"""u8.ToArray();

        await LambdaCall.SendAsync(handlers, "PUT", "/2015-03-31/functions/f/code", body);

        Assert.Equal("PK\u0005\u0006", Encoding.ASCII.GetString(Assert.IsType<UpdateFunctionCodeRequest>(handlers.Request).ZipFile!.Value.Span));
    }

    [Fact]
    public void Records_with_secrets_do_not_print_them()
    {
        Assert.DoesNotContain("secret", new Holder().ToString());
    }

    private sealed record Holder
    {
        public ErrorObject Error { get; } = new() { ErrorMessage = "secret" };
    }
}
