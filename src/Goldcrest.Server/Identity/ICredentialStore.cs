namespace Goldcrest.Server.Identity;

/// <summary>Finds the key that a request claims to be signed with. Answers from memory: it is asked once per request.</summary>
internal interface ICredentialStore
{
    /// <param name="accessKeyId">As the request spells it; anything may stand there.</param>
    /// <param name="sessionToken">As sent; null when the request carries none.</param>
    /// <returns>Null when there is no such key, or when the token is not the key's own. May have expired: the caller looks.</returns>
    Credential? Find(string accessKeyId, string? sessionToken);
}
