using System.Text;
using Goldcrest.Core.Invoke;
using Goldcrest.Server.Invoke;
using Goldcrest.Server.Pool;
using Goldcrest.Tests.Pool;

namespace Goldcrest.Tests.Invoke;

public sealed class InvokeReplyTests
{
    public static TheoryData<FunctionFault, string> Faults { get; } = new()
    {
        { FunctionFault.Timeout(TimeSpan.FromSeconds(1)), """{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: r Error: Task timed out after 1.00 seconds"}""" },
        { FunctionFault.Timeout(TimeSpan.FromSeconds(900)), """{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: r Error: Task timed out after 900.00 seconds"}""" },
        { FunctionFault.Exit(0, null), """{"errorType":"Runtime.ExitError","errorMessage":"RequestId: r Error: Runtime exited without providing a reason"}""" },
        { FunctionFault.Exit(127, null), """{"errorType":"Runtime.ExitError","errorMessage":"RequestId: r Error: Runtime exited with error: exit status 127"}""" },
        { FunctionFault.Exit(null, 9), """{"errorType":"Runtime.ExitError","errorMessage":"RequestId: r Error: Runtime exited with error: signal: killed"}""" },
        { FunctionFault.Exit(null, 42), """{"errorType":"Runtime.ExitError","errorMessage":"RequestId: r Error: Runtime exited with error: signal: signal 42"}""" },
        { FunctionFault.OutOfMemory, """{"errorType":"Runtime.OutOfMemory","errorMessage":"RequestId: r Error: Runtime exited with error: signal: killed"}""" },
        { FunctionFault.ResponseTooLarge, """{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}""" },
        { FunctionFault.TruncatedResponse, """{"errorType":"Runtime.TruncatedResponse","errorMessage":"RequestId: r Error: The runtime ended its response before it was complete"}""" },
        { FunctionFault.UnknownResponseMode, """{"errorType":"Runtime.InvalidResponseModeHeader","errorMessage":"RequestId: r Error: The runtime sent a response mode that is not known"}""" },
        {
            FunctionFault.InvalidEntrypoint("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"),
            """{"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: r Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_has_its_body_and_is_still_200(FunctionFault fault, string body)
    {
        var reply = InvokeReply.From(new InvokeResult(new InvokeOutcome.Faulted(fault), []), Versions.Create(), "r", wantsTail: false).Output!;

        Assert.Equal((200, "Unhandled", "$LATEST", null), (reply.StatusCode, reply.FunctionError, reply.ExecutedVersion, reply.LogResult));
        Assert.Equal(body, Encoding.UTF8.GetString(reply.Payload!.Value.Span));
    }

    [Fact]
    public void A_response_is_passed_on_as_it_is()
    {
        byte[] payload = [0, 1, 255];

        var reply = InvokeReply.From(new InvokeResult(new InvokeOutcome.Responded(payload), []), Versions.Create(), "r", wantsTail: false).Output!;

        Assert.Null(reply.FunctionError);
        Assert.Equal(payload, reply.Payload!.Value.ToArray());
    }

    [Fact]
    public void An_error_of_the_handler_is_passed_on_as_it_is()
    {
        var reply = InvokeReply.From(
            new InvokeResult(new InvokeOutcome.HandlerFailed("not even json"u8.ToArray(), "Runtime.X"), []), Versions.Create(), "r", wantsTail: false).Output!;

        Assert.Equal(("Unhandled", "not even json"), (reply.FunctionError, Encoding.UTF8.GetString(reply.Payload!.Value.Span)));
    }

    [Fact]
    public void The_tail_is_sent_as_base64_to_who_wants_it()
    {
        var reply = InvokeReply.From(new InvokeResult(new InvokeOutcome.Responded(default), "log\n"u8.ToArray()), Versions.Create(), "r", wantsTail: true).Output!;

        Assert.Equal("bG9nCg==", reply.LogResult);
    }

    [Theory]
    [InlineData(null, 408, "SnapStartTimeoutException", "The afterRestore() runtime hook encountered a timeout. For more information, check the Amazon CloudWatch logs.")]
    [InlineData("Runtime.X", 400, "SnapStartException", "The afterRestore() runtime hook encountered an error. For more information, check the Amazon CloudWatch logs.")]
    public void A_function_that_was_not_restored_is_an_error_of_the_call(string? errorType, int status, string code, string message)
    {
        var error = InvokeReply.From(new InvokeResult(new InvokeOutcome.NotRestored(errorType), []), Versions.Create(), "r", wantsTail: false).Error!;

        Assert.Equal((status, code, message), (error.Status, error.Code, error.Message));
    }
}
