using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Identity;

/// <summary>Believes everybody: a twelve-digit key is the account, a key the node issued is its owner, all else the default account.</summary>
internal sealed class DevAuthenticator(ICredentialStore credentials, IdentityOptions options) : IAuthenticator
{
    public AuthOutcome.Refused? RefuseUnread(WireRequest request, string service) => null;

    public AuthOutcome Authenticate(WireRequest request, string service)
    {
        var claim = request.Headers.Find("Authorization") is { } header
            ? AuthorizationHeader.TryRead(header, out var read) ? read : null
            : PresignedQuery.Find(request.RawQuery);
        var credential = (claim?.Credential ?? "").Split('/');
        var key = credential[0];
        var region = credential.Length > 2 && IdentityOptions.IsRegion(credential[2]) ? credential[2] : options.DefaultRegion;
        var token = claim?.SessionToken ?? request.Headers.Find("X-Amz-Security-Token");
        if (credentials.Find(key, token) is { } known)
        {
            return new AuthOutcome.Authenticated(known.Account, region, known.PrincipalArn, key);
        }

        var account = IdentityOptions.IsAccount(key) ? key : options.DefaultAccount;
        return new AuthOutcome.Authenticated(account, region, $"arn:aws:iam::{account}:root", key);
    }
}
