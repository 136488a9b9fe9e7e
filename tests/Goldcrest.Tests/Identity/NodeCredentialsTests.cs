using Goldcrest.Server.Identity;

namespace Goldcrest.Tests.Identity;

public sealed class NodeCredentialsTests
{
    private const string Role = "arn:aws:sts::123456789012:assumed-role/role/demo";

    private static readonly RootCredentials Root = new("AKIAAAAAAAAAAAAAAAAA", new string('s', 40), new byte[32]);
    private static readonly IdentityOptions Options = new() { Directory = "/nowhere" };

    private readonly HandClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Fact]
    public void The_root_key_is_the_default_account_s()
    {
        var found = Credentials().Find(Root.AccessKeyId, sessionToken: null);

        Assert.Equal("arn:aws:iam::000000000000:root", found?.PrincipalArn);
        Assert.Equal(Root.Secret, found?.Secret);
    }

    [Fact]
    public void A_temporary_key_is_known_to_every_node_with_the_same_session_key()
    {
        var issued = Credentials().IssueTemporary(Role, "123456789012", TimeSpan.FromHours(1));

        var found = Credentials().Find(issued.AccessKeyId, issued.SessionToken);

        Assert.Equal(issued, found);
        Assert.Matches("^ASIA[A-Z2-7]{16}$", issued.AccessKeyId);
        Assert.Equal(40, issued.Secret.Length);
        Assert.Equal(_clock.Now.AddHours(1), issued.Expires);
    }

    [Fact]
    public void A_token_with_any_changed_byte_is_unknown()
    {
        var issued = Credentials().IssueTemporary(Role, "123456789012", TimeSpan.FromHours(1));
        var token = issued.SessionToken!;
        var changed = Enumerable.Range(0, token.Length - 1).Select(i => token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..])
            .Append("").Append("%").Append(token[..^4]).Append(token + "AAAA").Append(new string('A', 100_000));

        Assert.All(changed, one => Assert.Null(Credentials().Find(issued.AccessKeyId, one)));
    }

    [Fact]
    public void A_token_serves_its_own_key_only()
    {
        var one = Credentials().IssueTemporary(Role, "123456789012", TimeSpan.FromHours(1));
        var other = Credentials().IssueTemporary(Role, "123456789012", TimeSpan.FromHours(1));

        Assert.Null(Credentials().Find(other.AccessKeyId, one.SessionToken));
        Assert.Null(Credentials().Find(Root.AccessKeyId, one.SessionToken));
        Assert.Null(Credentials().Find(one.AccessKeyId, sessionToken: null));
        Assert.NotEqual(one.Secret, other.Secret);
    }

    [Fact]
    public void Another_session_key_knows_none_of_them()
    {
        var issued = Credentials().IssueTemporary(Role, "123456789012", TimeSpan.FromHours(1));
        var stranger = new NodeCredentials(Root with { SessionKey = [.. Enumerable.Repeat((byte)1, 32)] }, Options, _clock);

        Assert.Null(stranger.Find(issued.AccessKeyId, issued.SessionToken));
    }

    [Fact]
    public void Printing_a_key_shows_no_secret()
    {
        var issued = Credentials().IssueTemporary(Role, "123456789012", TimeSpan.FromHours(1));

        Assert.DoesNotContain(issued.Secret, issued.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Root.Secret, Root.ToString(), StringComparison.Ordinal);
    }

    private NodeCredentials Credentials() => new(Root, Options, _clock);
}
