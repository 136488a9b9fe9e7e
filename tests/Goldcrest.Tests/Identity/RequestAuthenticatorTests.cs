using System.Text;
using Goldcrest.Core.Identity;
using Goldcrest.Server.Identity;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Identity.SigV4Fixture;

namespace Goldcrest.Tests.Identity;

public sealed class RequestAuthenticatorTests
{
    public static TheoryData<string> AllNames => SigV4Fixture.Names;

    public static TheoryData<string> LinkNames => SigV4Fixture.PresignedNames;

    [Theory]
    [MemberData(nameof(AllNames))]
    public void A_request_signed_by_another_implementation_is_believed(string name)
    {
        var signed = Find(name);

        var outcome = Authenticator(signed.Token).Authenticate(signed.Request, signed.Service);

        Assert.Equal(new AuthOutcome.Authenticated(Key.Account, signed.Region, Key.PrincipalArn, Key.AccessKeyId), outcome);
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void The_same_request_is_believed_again_with_the_remembered_signing_key(string name)
    {
        var signed = Find(name);
        var authenticator = Authenticator(signed.Token);
        authenticator.Authenticate(signed.Request, signed.Service);

        var again = authenticator.Authenticate(signed.Request, signed.Service);
        var tampered = authenticator.Authenticate(Change(signed.Request, method: "HEAD"), signed.Service);

        Assert.IsType<AuthOutcome.Authenticated>(again);
        AssertRefused(AuthRefusal.BadSignature, AuthText.Mismatch, tampered);
    }

    [Fact]
    public void Every_part_of_a_request_that_is_changed_spoils_the_signature()
    {
        var signed = Find("invoke with invocation type");
        var request = Change(signed.Request, query: "");
        WireRequest[] tampered =
        [
            Change(request, method: "PUT"),
            Change(request, path: "/2015-03-31/functions/demo2/invocations"),
            Change(request, path: "/2015-03-31/functions/demo/invocations/"),
            Change(request, query: "Qualifier=1"),
            Change(request, body: "{ }"u8.ToArray()),
            Change(request, body: []),
            Change(request, header: ("Host", "127.0.0.1:4567")),
            Change(request, header: ("X-Amz-Date", "20260131T120001Z")),
            Change(request, header: ("X-Amz-Invocation-Type", "DryRun")),
            Change(request, header: ("X-Amz-Invocation-Type", null)),
            Change(request, header: ("X-Amz-Log-Type", "None")),
            Change(request, header: ("X-Amz-Content-SHA256", SigV4.UnsignedPayload)),
            Change(request, header: ("X-Amz-Content-SHA256", SigV4.HashPayload([]))),
        ];

        var outcomes = tampered.Select(one => Authenticator().Authenticate(one, "lambda"));

        Assert.All(outcomes, outcome => AssertRefused(AuthRefusal.BadSignature, AuthText.Mismatch, outcome));
    }

    [Theory]
    [MemberData(nameof(LinkNames))]
    public void Every_parameter_of_a_link_that_is_changed_spoils_it(string name)
    {
        var signed = Find(name);
        var parameters = signed.Request.RawQuery.Split('&');
        var tampered = Enumerable.Range(0, parameters.Length)
            .Select(i => string.Join('&', parameters.Select((p, n) => n == i ? p + "0" : p)))
            .Append(signed.Request.RawQuery + "&extra=1");

        var outcomes = tampered.Select(query => Authenticator(signed.Token).Authenticate(Change(signed.Request, query: query), "lambda"));

        Assert.All(outcomes, outcome => Assert.IsType<AuthOutcome.Refused>(outcome));
    }

    [Fact]
    public void Every_character_of_the_signature_counts()
    {
        var signed = Find("list functions");
        var header = signed.Request.Headers.Find("Authorization")!;
        var first = header.Length - 64;
        var tampered = Enumerable.Range(first, 64)
            .Select(i => header[..i] + (header[i] == '0' ? '1' : '0') + header[(i + 1)..])
            .Append(header[..^1]).Append(header + "0").Append(header[..first] + new string('g', 64));

        var outcomes = tampered.Select(one =>
            Authenticator().Authenticate(Change(signed.Request, header: ("Authorization", one)), "lambda"));

        Assert.All(outcomes, outcome => AssertRefused(AuthRefusal.BadSignature, AuthText.Mismatch, outcome));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    public void A_clock_may_be_off_by_five_minutes_and_not_a_second_more(int serverAheadSeconds, bool believed)
    {
        var signed = Find("list functions");
        var clock = new HandClock(Time.AddSeconds(serverAheadSeconds));

        var outcome = Authenticator(clock: clock).Authenticate(signed.Request, "lambda");

        Assert.Equal(believed, outcome is AuthOutcome.Authenticated);
    }

    [Fact]
    public void An_old_signature_is_told_the_window_it_missed()
    {
        var signed = Find("list functions");

        var old = Authenticator(clock: new HandClock(Time.AddSeconds(301))).Authenticate(signed.Request, "lambda");
        var early = Authenticator(clock: new HandClock(Time.AddSeconds(-301))).Authenticate(signed.Request, "lambda");

        AssertRefused(AuthRefusal.BadSignature,
            "Signature expired: 20260131T120000Z is now earlier than 20260131T120001Z (20260131T120501Z - 5 min.)", old);
        AssertRefused(AuthRefusal.BadSignature,
            "Signature not yet current: 20260131T120000Z is still later than 20260131T115959Z (20260131T115459Z + 5 min.)", early);
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void A_link_lives_as_long_as_it_says(int secondsLater, bool believed)
    {
        var signed = Find("presigned with query");
        var clock = new HandClock(Time.AddSeconds(secondsLater));

        var outcome = Authenticator(clock: clock).Authenticate(signed.Request, "lambda");

        Assert.Equal(believed, outcome is AuthOutcome.Authenticated);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("604801")]
    [InlineData("99999999999999999999")]
    [InlineData("1.5")]
    [InlineData("")]
    public void A_link_must_live_from_a_second_to_a_week(string expires)
    {
        var signed = Find("presigned with query");
        var query = signed.Request.RawQuery.Replace("X-Amz-Expires=60", "X-Amz-Expires=" + expires, StringComparison.Ordinal);

        var outcome = Authenticator().Authenticate(Change(signed.Request, query: query), "lambda");

        AssertRefused(AuthRefusal.Incomplete, AuthText.BadExpires, outcome);
    }

    [Fact]
    public void A_request_without_any_signature_is_told_so()
    {
        var signed = Find("list functions");

        var outcome = Authenticator().Authenticate(Change(signed.Request, header: ("Authorization", null)), "lambda");

        AssertRefused(AuthRefusal.Unsigned, "Missing Authentication Token", outcome);
    }

    [Fact]
    public void A_stranger_s_key_or_a_wrong_token_is_not_recognized()
    {
        var signed = Find("list functions");
        var withToken = Find("session token");
        AuthOutcome[] outcomes =
        [
            Authenticator().Authenticate(Change(signed.Request, header: ("Authorization",
                signed.Request.Headers.Find("Authorization")!.Replace(Key.AccessKeyId, "AKIASTRANGER00000000", StringComparison.Ordinal))), "lambda"),
            Authenticator(withToken.Token).Authenticate(Change(withToken.Request, header: ("X-Amz-Security-Token", "other")), "lambda"),
            Authenticator(withToken.Token).Authenticate(Change(withToken.Request, header: ("X-Amz-Security-Token", null)), "lambda"),
            Authenticator().Authenticate(withToken.Request, "lambda"),
        ];

        Assert.All(outcomes, outcome => AssertRefused(
            AuthRefusal.UnknownKey, "The security token included in the request is invalid.", outcome));
    }

    [Fact]
    public void A_temporary_key_ends_at_its_last_second()
    {
        var signed = Find("session token");

        var before = Authenticator(signed.Token, keyExpires: Time.AddSeconds(1)).Authenticate(signed.Request, "lambda");
        var after = Authenticator(signed.Token, keyExpires: Time).Authenticate(signed.Request, "lambda");

        Assert.IsType<AuthOutcome.Authenticated>(before);
        AssertRefused(AuthRefusal.ExpiredKey, AuthText.ExpiredKey, after);
    }

    [Fact]
    public void A_signature_for_another_service_is_refused()
    {
        var signed = Find("other service");

        var outcome = Authenticator().Authenticate(signed.Request, "lambda");

        AssertRefused(AuthRefusal.BadSignature, "Credential should be scoped to correct service: 'lambda'. ", outcome);
    }

    [Fact]
    public void A_chunk_signed_body_is_refused_with_a_reason()
    {
        var signed = Find("invoke");
        var request = Change(signed.Request, header: ("X-Amz-Content-SHA256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"));

        var outcome = Authenticator().Authenticate(request, "lambda");

        Assert.Contains("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", Assert.IsType<AuthOutcome.Refused>(outcome).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_must_be_signed()
    {
        var signed = Find("list functions");
        var header = signed.Request.Headers.Find("Authorization")!.Replace("host;x-amz-date", "x-amz-date", StringComparison.Ordinal);

        var outcome = Authenticator().Authenticate(Change(signed.Request, header: ("Authorization", header)), "lambda");

        AssertRefused(AuthRefusal.BadSignature, AuthText.HostNotSigned, outcome);
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256", "'Credential' parameter. |'Signature' parameter. |'SignedHeaders' parameter. ")]
    [InlineData("Bearer abc", "'Credential' parameter. |'Signature' parameter. |'SignedHeaders' parameter. ")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=00", "'SignedHeaders' parameter. ")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host", "'Signature' parameter. ")]
    public void An_incomplete_header_is_told_each_part_that_is_missing(string header, string missing)
    {
        var signed = Find("list functions");
        var parts = missing.Split('|').Select(part => "Authorization header requires " + part);

        var outcome = Authenticator().Authenticate(Change(signed.Request, header: ("Authorization", header)), "lambda");

        var refused = Assert.IsType<AuthOutcome.Refused>(outcome);
        Assert.Equal(AuthRefusal.Incomplete, refused.Reason);
        Assert.StartsWith(string.Concat(parts) + "(Hashed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dates_of_scope_and_request_must_agree()
    {
        var signed = Find("list functions");
        var header = signed.Request.Headers.Find("Authorization")!.Replace("/20260131/", "/20260130/", StringComparison.Ordinal);

        var outcome = Authenticator().Authenticate(Change(signed.Request, header: ("Authorization", header)), "lambda");

        AssertRefused(AuthRefusal.BadSignature,
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
            + "'20260130' != '20260131', from '20260131T120000Z'.", outcome);
    }

    [Fact]
    public void No_header_or_query_however_mangled_is_believed_or_throws()
    {
        var random = new Random(20261121);
        var header = Find("session token");
        var link = Find("presigned with session token");
        const string Spice = "=,;/& \t%+\0\"'äAWS4host0";

        for (var i = 0; i < 20_000; i++)
        {
            var authorization = Mangle(header.Request.Headers.Find("Authorization")!, Spice, random);
            var query = Mangle(link.Request.RawQuery, Spice, random);

            var byHeader = Authenticator(header.Token).Authenticate(
                Change(header.Request, header: ("Authorization", authorization)), "lambda");
            var byQuery = Authenticator(link.Token).Authenticate(Change(link.Request, query: query), "lambda");

            // A change may leave the meaning as it was: blanks around a part, an empty parameter, another letter case of an escape.
            Assert.True(byHeader is AuthOutcome.Refused || Plain(authorization) == Plain(header.Request.Headers.Find("Authorization")!), authorization);
            Assert.True(byQuery is AuthOutcome.Refused || Plain(query) == Plain(link.Request.RawQuery), query);
        }
    }

    [Fact]
    public void A_date_header_serves_in_place_of_its_amazon_twin()
    {
        var url = new Uri("http://127.0.0.1:4566/2015-03-31/functions/");
        var scope = new CredentialScope("20260131", "us-east-1", "lambda");
        var (key, signature) = (new byte[32], new byte[32]);
        SigV4.DeriveKey(Key.Secret, scope, key);
        SigV4.Sign(key, "20260131T120000Z", scope, new CanonicalRequest
        {
            Method = "GET",
            Path = url.AbsolutePath,
            Query = "",
            Headers = [new("date", "Sat, 31 Jan 2026 12:00:00 GMT"), new("host", url.Authority)],
            SignedHeaders = "date;host",
            PayloadHash = SigV4.HashPayload([]),
        }, signature);
        var request = new WireRequest
        {
            Method = "GET",
            RawPath = url.AbsolutePath,
            RawQuery = "",
            Body = default,
            Headers = new ListedHeaders(
            [
                new("Host", url.Authority),
                new("Date", "Sat, 31 Jan 2026 12:00:00 GMT"),
                new("Authorization", $"AWS4-HMAC-SHA256 Credential={Key.AccessKeyId}/{scope},SignedHeaders=date;host,Signature={Convert.ToHexStringLower(signature)}"),
            ]),
        };

        var outcome = Authenticator().Authenticate(request, "lambda");

        Assert.IsType<AuthOutcome.Authenticated>(outcome);
    }

    private static string Mangle(string text, string spice, Random random)
    {
        var mangled = new StringBuilder(text);
        for (var change = random.Next(1, 4); change > 0 && mangled.Length > 0; change--)
        {
            var at = random.Next(mangled.Length);
            switch (random.Next(4))
            {
                case 0: mangled.Remove(at, Math.Min(random.Next(1, 40), mangled.Length - at)); break;
                case 1: mangled.Insert(at, spice[random.Next(spice.Length)]); break;
                case 2: mangled[at] = spice[random.Next(spice.Length)]; break;
                default: mangled.Length = at; break;
            }
        }

        return mangled.ToString();
    }

    private static string Plain(string text) =>
        Uri.UnescapeDataString(text).Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal).Replace("&&", "&", StringComparison.Ordinal).Trim('&', ',');

    private static void AssertRefused(AuthRefusal reason, string message, AuthOutcome outcome) =>
        Assert.Equal(new AuthOutcome.Refused(reason, message), outcome);
}
