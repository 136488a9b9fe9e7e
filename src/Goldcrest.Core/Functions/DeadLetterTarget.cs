using System.Text.RegularExpressions;

namespace Goldcrest.Core.Functions;

/// <summary>Where events go that a function never managed to handle: a standard queue of SQS or a standard topic of SNS.</summary>
/// <param name="Arn">Of an account and a region; whether there is such a queue or topic is not known.</param>
/// <remarks>Source: docs/contracts/functions.md#dead-letters.</remarks>
public sealed partial record DeadLetterTarget(string Arn)
{
    /// <summary>False for other services, for anything but a queue or topic itself, and for those that keep an order.</summary>
    public bool IsUsable => Form().IsMatch(Arn) && !Arn.EndsWith(".fifo", StringComparison.Ordinal);

    [GeneratedRegex(@"^arn:aws[a-z-]*:(sqs|sns):[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_.-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
