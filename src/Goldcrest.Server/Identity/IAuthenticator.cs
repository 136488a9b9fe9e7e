using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Identity;

/// <summary>Decides who sent a request. Never throws on anything a client can send.</summary>
internal interface IAuthenticator
{
    /// <param name="request">As received; the host header must be among its headers.</param>
    /// <param name="service">The signing name that the addressed service has, for example <c>lambda</c>.</param>
    AuthOutcome Authenticate(WireRequest request, string service);
}
