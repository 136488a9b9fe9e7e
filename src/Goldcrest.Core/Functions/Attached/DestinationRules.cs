namespace Goldcrest.Core.Functions.Attached;

/// <summary>Where records of asynchronous invocations may go.</summary>
/// <remarks>Source: docs/contracts/event-invoke-config.md#destinations.</remarks>
public static class DestinationRules
{
    /// <param name="arn">As requested; null or empty sends records nowhere.</param>
    /// <param name="forFailures">True for the destination of failures, which may be a bucket.</param>
    /// <param name="function">Whose records they are.</param>
    /// <param name="exists">Whether there is such a function, with the qualifier when one is given.</param>
    public static DestinationOutcome Judge(string? arn, bool forFailures, FunctionKey function, Func<FunctionKey, string?, bool> exists)
    {
        if (string.IsNullOrEmpty(arn))
        {
            return DestinationOutcome.Allowed;
        }

        // arn:partition:service:region:account:resource
        var parts = arn.Split(':', 6);
        if (parts.Length < 6)
        {
            return DestinationOutcome.WrongService;
        }

        return parts[2] switch
        {
            "lambda" => JudgeFunction(parts[3], parts[4], parts[5], function, exists),
            "sqs" or "sns" => parts[5].EndsWith(".fifo", StringComparison.Ordinal) ? DestinationOutcome.WrongService : DestinationOutcome.Allowed,
            "events" => parts[5].StartsWith("event-bus/", StringComparison.Ordinal) ? DestinationOutcome.Allowed : DestinationOutcome.WrongService,
            "s3" => forFailures ? DestinationOutcome.Allowed : DestinationOutcome.WrongService,
            _ => DestinationOutcome.WrongService,
        };
    }

    private static DestinationOutcome JudgeFunction(
        string region, string account, string resource, FunctionKey function, Func<FunctionKey, string?, bool> exists)
    {
        if (resource.Split(':') is not (["function", _] or ["function", _, _]))
        {
            return DestinationOutcome.WrongService;
        }

        var names = resource.Split(':');
        var key = new FunctionKey(account, region, names[1]);
        return !exists(key, names.ElementAtOrDefault(2)) ? DestinationOutcome.FunctionMissing
            : key == function ? DestinationOutcome.Itself
            : DestinationOutcome.Allowed;
    }
}
