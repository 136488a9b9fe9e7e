using Goldcrest.Server.Identity;

namespace Goldcrest.Tests.Identity;

internal sealed class OneKeyStore(Credential credential) : ICredentialStore
{
    public Credential? Find(string accessKeyId, string? sessionToken) =>
        accessKeyId == credential.AccessKeyId && sessionToken == credential.SessionToken ? credential : null;
}
