using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Identity;

/// <summary>The one table that turns refusals into what clients see.</summary>
/// <remarks>Source: docs/contracts/identity.md#refusals.</remarks>
internal static class IdentityReply
{
    public static WireError From(AuthOutcome.Refused refused) => new()
    {
        Status = 403,
        Code = refused.Reason switch
        {
            AuthRefusal.Unsigned => "MissingAuthenticationTokenException",
            AuthRefusal.Incomplete => "IncompleteSignatureException",
            AuthRefusal.UnknownKey => "UnrecognizedClientException",
            AuthRefusal.BadSignature => "InvalidSignatureException",
            AuthRefusal.ExpiredKey => "ExpiredTokenException",
            _ => throw new ArgumentOutOfRangeException(nameof(refused)),
        },
        Message = refused.Message,
        MessageMember = "message",
    };
}
