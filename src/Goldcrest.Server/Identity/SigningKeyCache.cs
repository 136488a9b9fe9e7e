using Goldcrest.Core.Identity;

namespace Goldcrest.Server.Identity;

/// <summary>
/// Remembers signing keys, which cost four hashes each and serve a whole day. A fixed number of places, chosen by hash: a newcomer takes
/// the place of whoever sat there, so the cache neither grows nor needs a lock.
/// </summary>
internal sealed class SigningKeyCache
{
    private const int Places = 1024;

    private readonly Entry?[] _entries = new Entry?[Places];

    /// <returns>Null when the key has to be derived.</returns>
    public byte[]? Find(string secret, in CredentialScope scope) =>
        Volatile.Read(ref Place(secret, scope)) is { } entry && entry.Scope == scope && entry.Secret == secret ? entry.Key : null;

    /// <summary>Call only after the key has proved right, so that strangers cannot push out the keys in use.</summary>
    public void Keep(string secret, in CredentialScope scope, byte[] key) =>
        Volatile.Write(ref Place(secret, scope), new Entry(secret, scope, key));

    private ref Entry? Place(string secret, in CredentialScope scope) =>
        ref _entries[(uint)HashCode.Combine(secret, scope) % Places];

    private sealed record Entry(string Secret, CredentialScope Scope, byte[] Key);
}
