using Goldcrest.Tests.Hosting;
using Goldcrest.Tests.Wire;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Malformed;

public sealed class SpoiltRequestsTests
{
    /// <summary>Requests that all fail at the door would show nothing of the rooms.</summary>
    [Fact]
    public async Task Of_every_operation_some_requests_reach_the_handler_and_some_do_not()
    {
        var reached = new HashSet<string>();
        var refused = new HashSet<string>();
        var dispatcher = new LambdaDispatcher(new RecordingHandlers());

        foreach (var request in Enumerable.Range(0, 20_000).Select(SpoiltRequests.Make))
        {
            if (Find(request) is { } match)
            {
                var response = await dispatcher.DispatchAsync(match, Wire(request), LambdaCall.Context, TestContext.Current.CancellationToken);
                (LambdaCall.ErrorType(response) == RecordingHandlers.Reached ? reached : refused).Add(match.Operation.Name);
            }
        }

        Assert.Empty(ModelOperation.All.Select(operation => operation.Name).Except(reached));

        // They take nothing, or a text without constraints.
        string[] undemanding = ["GetAccountSettings", "GetEventSourceMapping", "DeleteEventSourceMapping"];
        Assert.Empty(ModelOperation.All.Select(operation => operation.Name).Except(refused).Except(undemanding));
    }

    [Fact]
    public void The_same_number_makes_the_same_request()
    {
        var requests = Enumerable.Range(0, 500).Select(number => (First: SpoiltRequests.Make(number), Second: SpoiltRequests.Make(number)));

        Assert.All(requests, pair =>
        {
            Assert.Equal((pair.First.Method, pair.First.Target), (pair.Second.Method, pair.Second.Target));
            Assert.Equal(pair.First.Body, pair.Second.Body);
            Assert.Equal(pair.First.Headers, pair.Second.Headers);
        });
    }

    private static WireMatch? Find(NodeRequest request)
    {
        var wire = Wire(request);
        return LambdaService.Find(wire.Method, wire.RawPath, wire.RawQuery);
    }

    private static WireRequest Wire(NodeRequest request)
    {
        var parts = request.Target.Split('?', 2);
        return new WireRequest
        {
            Method = request.Method,
            RawPath = parts[0],
            RawQuery = parts.Length > 1 ? parts[1] : "",
            Headers = new FixedHeaders([.. request.Headers.Select(header => (header.Key, header.Value))]),
            Body = request.Body,
        };
    }
}
