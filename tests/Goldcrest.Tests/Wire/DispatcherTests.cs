using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Wire;

public sealed class DispatcherTests
{
    [Fact]
    public async Task An_operation_without_handler_is_answered_with_501_and_its_name()
    {
        var response = await LambdaCall.SendAsync(new OnlyGetFunction(), "PUT", "/2017-10-31/functions/f/concurrency", "not json"u8.ToArray());

        Assert.Equal((501, "NotImplementedException"), (response.Status, LambdaCall.ErrorType(response)));
        Assert.Equal("Goldcrest does not answer PutFunctionConcurrency yet.", LambdaCall.Message(response));
    }

    [Fact]
    public void The_dispatcher_knows_what_is_implemented()
    {
        var dispatcher = new LambdaDispatcher(new OnlyGetFunction());

        Assert.Equal(["GetFunction"], dispatcher.Implemented.Select(operation => operation.Name));
        Assert.Equal(84, dispatcher.Unimplemented.Count);
    }

    [Fact]
    public async Task A_handlers_own_exception_leaves_the_wire()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => LambdaCall.SendAsync(new OnlyGetFunction(), "GET", "/2015-03-31/functions/f"));
    }

    private sealed class OnlyGetFunction : IServiceProvider, IGetFunctionHandler
    {
        public object? GetService(Type serviceType) => serviceType == typeof(IGetFunctionHandler) ? this : null;

        public ValueTask<WireResult<GetFunctionResponse>> GetFunctionAsync(
            GetFunctionRequest request, CallContext context, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The disk is gone.");
    }
}
