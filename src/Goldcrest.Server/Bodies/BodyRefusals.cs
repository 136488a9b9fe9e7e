using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Bodies;

/// <summary>What callers are told about the room for bodies.</summary>
internal static class BodyRefusals
{
    /// <summary>The node holds as much as it may for others: the caller is to come again.</summary>
    public static WireError NoRoom { get; } =
        LambdaErrors.TooManyRequests("Rate Exceeded.", reason: ThrottleReasonValues.CallerRateLimitExceeded, retryAfterSeconds: "1");
}
