using Goldcrest.Core.CodeSigning;
using Goldcrest.Server.CodeSigning;

namespace Goldcrest.Tests.CodeSigning;

public sealed class SigningRulesTests
{
    private const string Allowed = "arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/aaaaaaaaaa";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Allowed, 1, false, null)]
    [InlineData(Allowed, null, false, null)]
    [InlineData(Allowed, 0, false, SigningDoubt.Expired)]
    [InlineData(Allowed, -1, true, SigningDoubt.Expired)]
    [InlineData(Allowed, 1, true, SigningDoubt.Revoked)]
    [InlineData("arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/bbbbbbbbbb", 1, false, SigningDoubt.Mismatch)]
    public void A_doubtful_signature_is_refused_when_that_is_enforced_and_told_otherwise(string profile, int? endsInSeconds, bool revoked, SigningDoubt? doubt)
    {
        var finding = new SignatureFinding.Genuine(profile, "job", endsInSeconds is { } seconds ? Now.AddSeconds(seconds) : null, revoked);

        var warned = SigningRules.Judge(Config(SigningPolicy.Warn), finding, Now);
        var enforced = SigningRules.Judge(Config(SigningPolicy.Enforce), finding, Now);

        Assert.Equal(new SigningVerdict.Deployable(doubt), warned);
        Assert.Equal(doubt is { } reason ? new SigningVerdict.Distrusted(reason) : new SigningVerdict.Deployable(null), enforced);
    }

    [Fact]
    public void Unsigned_code_is_signed_by_nobody_who_is_allowed()
    {
        var finding = new SignatureFinding.NotSigned();

        Assert.Equal(new SigningVerdict.Deployable(SigningDoubt.Mismatch), SigningRules.Judge(Config(SigningPolicy.Warn), finding, Now));
        Assert.Equal(new SigningVerdict.Distrusted(SigningDoubt.Mismatch), SigningRules.Judge(Config(SigningPolicy.Enforce), finding, Now));
    }

    [Theory]
    [InlineData(SigningPolicy.Warn)]
    [InlineData(SigningPolicy.Enforce)]
    public void A_broken_signature_is_refused_whatever_the_policy(SigningPolicy policy)
    {
        var verdict = SigningRules.Judge(Config(policy), new SignatureFinding.Broken("why"), Now);

        Assert.Equal(new SigningVerdict.Tampered("why"), verdict);
        Assert.Equal("InvalidCodeSignatureException", CodeSigningReply.From(verdict, "f")!.Code);
    }

    [Fact]
    public void A_refusal_names_the_artifact_and_not_the_reason()
    {
        var error = CodeSigningReply.From(new SigningVerdict.Distrusted(SigningDoubt.Revoked), "arn:aws:lambda:us-east-1:000000000000:function:f")!;

        Assert.Equal(("CodeVerificationFailedException", 400), (error.Code, error.Status));
        Assert.EndsWith("Check the provided signature for arn:aws:lambda:us-east-1:000000000000:function:f.", error.Message, StringComparison.Ordinal);
    }

    private static CodeSigningConfig Config(SigningPolicy policy) => new()
    {
        Key = new CodeSigningKey("000000000000", "us-east-1", "csc-aaaaaaaaaaaaaaaaa"),
        Description = "",
        AllowedPublishers = ["arn:aws:signer:us-east-1:000000000000:/signing-profiles/q/cccccccccc", Allowed],
        Policy = policy,
        LastModified = Now,
    };
}
