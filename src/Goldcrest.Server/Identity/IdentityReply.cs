using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Identity;

/// <summary>The one table that turns refusals into what clients see.</summary>
/// <remarks>Source: docs/contracts/identity.md#refusals.</remarks>
internal static class IdentityReply
{
    public static WireError From(AuthOutcome.Refused refused) => refused.Reason switch
    {
        AuthRefusal.Unsigned => WireErrors.MissingAuthenticationToken(refused.Message),
        AuthRefusal.Incomplete => WireErrors.IncompleteSignature(refused.Message),
        AuthRefusal.UnknownKey => WireErrors.UnrecognizedClient(refused.Message),
        AuthRefusal.BadSignature => WireErrors.InvalidSignature(refused.Message),
        AuthRefusal.ExpiredKey => WireErrors.ExpiredToken(refused.Message),
        _ => throw new ArgumentOutOfRangeException(nameof(refused)),
    };
}
