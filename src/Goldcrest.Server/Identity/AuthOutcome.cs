namespace Goldcrest.Server.Identity;

/// <summary>Who sent a request, or why it is not believed.</summary>
internal abstract record AuthOutcome
{
    private AuthOutcome() { }

    /// <param name="Account">Twelve digits.</param>
    /// <param name="Region">From the credential scope.</param>
    /// <param name="PrincipalArn">Who signed.</param>
    /// <param name="AccessKeyId">With which key.</param>
    public sealed record Authenticated(string Account, string Region, string PrincipalArn, string AccessKeyId) : AuthOutcome;

    /// <param name="Reason">Gives AWS's error code, see <see cref="IdentityReply"/>.</param>
    /// <param name="Message">AWS's sentence.</param>
    public sealed record Refused(AuthRefusal Reason, string Message) : AuthOutcome;
}
