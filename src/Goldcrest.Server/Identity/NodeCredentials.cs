using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Goldcrest.Server.Identity;

/// <summary>
/// The node's own keys: the root pair, and temporary ones. A temporary key is kept nowhere: its token names holder and end and is sealed
/// with the node's session key, from which the secret is derived too. So any number may be out, they survive a restart, and every node
/// that has the same session key knows them.
/// </summary>
/// <remarks>Source: docs/contracts/identity.md#temporary-credentials.</remarks>
internal sealed class NodeCredentials(RootCredentials root, IdentityOptions options, TimeProvider time) : ICredentialStore, ITemporaryCredentials
{
    /// <summary>Longest life of a temporary key, as of AWS's own sessions.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(36);

    private const int SealBytes = 32;
    private const int FixedBytes = 1 + sizeof(long) + 20 + 12;
    private const int MaxTokenChars = 4096;
    private const byte Version = 1;

    private readonly Credential _root = new()
    {
        AccessKeyId = root.AccessKeyId,
        Secret = root.Secret,
        Account = options.DefaultAccount,
        PrincipalArn = $"arn:aws:iam::{options.DefaultAccount}:root",
    };

    /// <summary>The root pair, for <c>goldcrest env</c>.</summary>
    public Credential Root => _root;

    public Credential? Find(string accessKeyId, string? sessionToken)
    {
        if (sessionToken is not null)
        {
            return FindTemporary(accessKeyId, sessionToken);
        }

        return accessKeyId == _root.AccessKeyId ? _root : null;
    }

    public Credential IssueTemporary(string principalArn, string account, TimeSpan lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, MaxLifetime);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(principalArn.Length, 1024);
        if (!IdentityOptions.IsAccount(account))
        {
            throw new ArgumentException("An account has twelve digits.", nameof(account));
        }

        var expires = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + lifetime).ToUnixTimeSeconds());
        var accessKeyId = RootCredentials.NewAccessKeyId("ASIA");
        var arn = Encoding.UTF8.GetBytes(principalArn);
        var token = new byte[FixedBytes + arn.Length + SealBytes];
        token[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(1), expires.ToUnixTimeSeconds());
        Encoding.ASCII.GetBytes(accessKeyId, token.AsSpan(9));
        Encoding.ASCII.GetBytes(account, token.AsSpan(29));
        arn.CopyTo(token, FixedBytes);
        Seal(token.AsSpan(..^SealBytes), token.AsSpan(^SealBytes..));
        return new Credential
        {
            AccessKeyId = accessKeyId,
            Secret = SecretOf(token),
            SessionToken = Base64Url.EncodeToString(token),
            Account = account,
            PrincipalArn = principalArn,
            Expires = expires,
        };
    }

    private Credential? FindTemporary(string accessKeyId, string sessionToken)
    {
        if (sessionToken.Length > MaxTokenChars || !Base64Url.IsValid(sessionToken))
        {
            return null;
        }

        var token = Base64Url.DecodeFromChars(sessionToken);
        if (token.Length < FixedBytes + SealBytes || token[0] != Version)
        {
            return null;
        }

        Span<byte> seal = stackalloc byte[SealBytes];
        Seal(token.AsSpan(..^SealBytes), seal);
        if (!CryptographicOperations.FixedTimeEquals(seal, token.AsSpan(^SealBytes..))
            || !Ascii.Equals(token.AsSpan(9, 20), accessKeyId))
        {
            return null;
        }

        return new Credential
        {
            AccessKeyId = accessKeyId,
            Secret = SecretOf(token),
            SessionToken = sessionToken,
            Account = Encoding.ASCII.GetString(token.AsSpan(29, 12)),
            PrincipalArn = Encoding.UTF8.GetString(token.AsSpan(FixedBytes..^SealBytes)),
            Expires = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(token.AsSpan(1))),
        };
    }

    /// <summary>Two uses of one key are kept apart by the word that the hashed text begins with.</summary>
    private void Seal(ReadOnlySpan<byte> content, Span<byte> seal) => Derive("goldcrest token seal\n"u8, content, seal);

    private string SecretOf(ReadOnlySpan<byte> token)
    {
        Span<byte> secret = stackalloc byte[32];
        Derive("goldcrest token secret\n"u8, token, secret);
        return Convert.ToBase64String(secret[..30]);
    }

    private void Derive(ReadOnlySpan<byte> use, ReadOnlySpan<byte> content, Span<byte> output)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, root.SessionKey);
        hmac.AppendData(use);
        hmac.AppendData(content);
        hmac.GetHashAndReset(output);
    }
}
