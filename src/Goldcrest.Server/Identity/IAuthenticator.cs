using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Identity;

/// <summary>Decides who sent a request. Never throws on anything a client can send.</summary>
internal interface IAuthenticator
{
    /// <summary>Finds strangers before their body is read: no signature, a broken one, an unknown or expired key, a wrong time.</summary>
    /// <param name="request">Its body is not looked at.</param>
    /// <param name="service">As for <see cref="Authenticate"/>.</param>
    /// <returns>Null when the body has to decide.</returns>
    AuthOutcome.Refused? RefuseUnread(WireRequest request, string service);

    /// <param name="request">As received; the host header must be among its headers.</param>
    /// <param name="service">The signing name that the addressed service has, for example <c>lambda</c>.</param>
    AuthOutcome Authenticate(WireRequest request, string service);
}
