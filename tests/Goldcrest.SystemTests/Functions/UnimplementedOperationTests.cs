using System.Text.RegularExpressions;
using Goldcrest.SystemTests.Serving;
using Goldcrest.Wire.Lambda;
using Xunit;

namespace Goldcrest.SystemTests.Functions;

public sealed partial class UnimplementedOperationTests(SharedServer shared)
{
    internal static readonly string[] NotYet =
    [
        "CheckpointDurableExecution", "CreateCapacityProvider", "DeleteCapacityProvider", "GetCapacityProvider", "GetDurableExecution",
        "GetDurableExecutionHistory", "GetDurableExecutionState", "GetFunctionScalingConfig", "InvokeAsync", "InvokeWithResponseStream",
        "ListCapacityProviders", "ListDurableExecutionsByFunction", "ListFunctionVersionsByCapacityProvider", "PutFunctionScalingConfig",
        "SendDurableExecutionCallbackFailure", "SendDurableExecutionCallbackHeartbeat", "SendDurableExecutionCallbackSuccess",
        "StopDurableExecution", "UpdateCapacityProvider",
    ];

    [Fact]
    public async Task Every_operation_is_served_or_says_that_it_is_not_yet()
    {
        var server = await shared.GetAsync();
        var caller = LambdaCaller.Root(server);
        var operations = LambdaService.Operations;

        var refused = new List<string>();
        foreach (var operation in operations)
        {
            var answer = await caller.SendAsync(operation.Method, Label().Replace(operation.Uri, "nobody"), "not json"u8.ToArray());
            if (answer.Status == 501)
            {
                Assert.Equal(("NotImplementedException", $"Goldcrest does not answer {operation.Name} yet."), (answer.ErrorType, answer.Message));
                refused.Add(operation.Name);
            }
        }

        Assert.Equal(85, operations.Count);
        Assert.Equal(NotYet, refused.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Label();
}
