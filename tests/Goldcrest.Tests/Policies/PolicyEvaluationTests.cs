using Goldcrest.Core.Policies;

namespace Goldcrest.Tests.Policies;

public sealed class PolicyEvaluationTests
{
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:f";
    private const string Invoke = "lambda:InvokeFunction";

    private static readonly PolicyCaller User = new PolicyCaller.Identity("arn:aws:iam::111111111111:user/u");
    private static readonly PolicyCaller S3 = new PolicyCaller.Service("s3.amazonaws.com");

    private static readonly PolicyStatement ForAll = new()
    {
        Sid = "s",
        Principal = new PolicyPrincipal.Everyone(),
        Action = Invoke,
        Resource = Function,
    };

    [Fact]
    public void An_empty_policy_says_nothing() =>
        Assert.Equal(PolicyVerdict.Silent, PolicyEvaluation.Decide(ResourcePolicy.Empty, new PolicyQuestion(User, Invoke, Function)));

    [Fact]
    public void A_denial_outweighs_every_permission_wherever_it_stands()
    {
        var deny = ForAll with { Effect = PolicyEffect.Deny };

        Assert.Equal(PolicyVerdict.Denied, Decide([deny, ForAll], User));
        Assert.Equal(PolicyVerdict.Denied, Decide([ForAll, deny], User));
        Assert.Equal(PolicyVerdict.Allowed, Decide([deny with { Principal = new PolicyPrincipal.Service("sns.amazonaws.com") }, ForAll], User));
    }

    [Fact]
    public void Everyone_includes_services_and_strangers()
    {
        Assert.Equal(PolicyVerdict.Allowed, Decide([ForAll], User));
        Assert.Equal(PolicyVerdict.Allowed, Decide([ForAll], S3));
        Assert.Equal(PolicyVerdict.Allowed, Decide([ForAll], new PolicyCaller.Anonymous()));
    }

    [Theory]
    [InlineData("arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:root", true)]
    [InlineData("arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:user/u", true)]
    [InlineData("arn:aws:iam::111111111111:root", "arn:aws:sts::111111111111:assumed-role/r/s", true)]
    [InlineData("arn:aws:iam::111111111111:root", "arn:aws:iam::222222222222:root", false)]
    [InlineData("arn:aws:iam::111111111111:user/u", "arn:aws:iam::111111111111:user/u", true)]
    [InlineData("arn:aws:iam::111111111111:user/u", "arn:aws:iam::111111111111:user/U", false)]
    [InlineData("arn:aws:iam::111111111111:user/u", "arn:aws:iam::111111111111:root", false)]
    [InlineData("arn:aws:iam::111111111111:role/path/r", "arn:aws:sts::111111111111:assumed-role/r/s", true)]
    [InlineData("arn:aws:iam::111111111111:role/r", "arn:aws:sts::111111111111:assumed-role/r2/s", false)]
    [InlineData("arn:aws:iam::111111111111:role/r", "arn:aws:sts::222222222222:assumed-role/r/s", false)]
    [InlineData("arn:aws:iam::111111111111:user/r", "arn:aws:sts::111111111111:assumed-role/r/s", false)]
    [InlineData("arn:aws:sts::111111111111:assumed-role/r/s", "arn:aws:sts::111111111111:assumed-role/r/s", true)]
    [InlineData("arn:aws:sts::111111111111:assumed-role/r/s", "arn:aws:sts::111111111111:assumed-role/r/t", false)]
    [InlineData("arn:aws:iam::111111111111:root", "nonsense", false)]
    [InlineData("arn:aws:iam::111111111111:root", "", false)]
    public void An_identity_is_its_account_s_itself_or_a_session_of_its_role(string meant, string asks, bool allowed)
    {
        var statement = ForAll with { Principal = new PolicyPrincipal.Identity(meant) };

        Assert.Equal(Verdict(allowed), Decide([statement], new PolicyCaller.Identity(asks)));
    }

    [Fact]
    public void A_service_is_no_identity_and_no_other_service()
    {
        var statement = ForAll with { Principal = new PolicyPrincipal.Service("s3.amazonaws.com") };

        Assert.Equal(PolicyVerdict.Allowed, Decide([statement], S3));
        Assert.Equal(PolicyVerdict.Silent, Decide([statement], new PolicyCaller.Service("sns.amazonaws.com")));
        Assert.Equal(PolicyVerdict.Silent, Decide([statement], new PolicyCaller.Identity("s3.amazonaws.com")));
        Assert.Equal(PolicyVerdict.Silent, Decide([ForAll with { Principal = new PolicyPrincipal.Identity("arn:aws:iam::111111111111:root") }], S3));
        Assert.Equal(PolicyVerdict.Silent, Decide([statement], new PolicyCaller.Anonymous()));
    }

    [Theory]
    [InlineData("lambda:InvokeFunction", true)]
    [InlineData("LAMBDA:invokefunction", true)]
    [InlineData("lambda:*", true)]
    [InlineData("*", true)]
    [InlineData("lambda:Invoke*", true)]
    [InlineData("lambda:InvokeFunctio?", true)]
    [InlineData("lambda:InvokeFunction?", false)]
    [InlineData("lambda:Invoke", false)]
    [InlineData("lambda:InvokeFunctionUrl", false)]
    [InlineData("s3:*", false)]
    public void An_action_may_hold_wildcards(string action, bool allowed) =>
        Assert.Equal(Verdict(allowed), Decide([ForAll with { Action = action }], User));

    [Theory]
    [InlineData(Function, Function, true)]
    [InlineData(Function, $"{Function}:1", false)]
    [InlineData($"{Function}:1", Function, false)]
    [InlineData($"{Function}:*", $"{Function}:1", true)]
    [InlineData($"{Function}:*", Function, false)]
    [InlineData("*", Function, true)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:F", Function, false)]
    public void A_resource_is_compared_with_its_qualifier(string resource, string asked, bool allowed)
    {
        var policy = ResourcePolicy.Empty.With(ForAll with { Resource = resource });

        Assert.Equal(Verdict(allowed), PolicyEvaluation.Decide(policy, new PolicyQuestion(User, Invoke, asked)));
    }

    [Fact]
    public void Every_condition_must_hold_and_keys_ignore_case()
    {
        var statement = ForAll with
        {
            Conditions =
            [
                new PolicyCondition("StringEquals", PolicyKeys.SourceAccount, "111111111111"),
                new PolicyCondition("ArnLike", PolicyKeys.SourceArn, "arn:aws:s3:::b*"),
            ],
        };

        Assert.Equal(PolicyVerdict.Allowed, Decide([statement], S3, ("aws:sourceaccount", "111111111111"), ("aws:SourceArn", "arn:aws:s3:::bucket")));
        Assert.Equal(PolicyVerdict.Silent, Decide([statement], S3, ("aws:SourceAccount", "111111111111"), ("aws:SourceArn", "arn:aws:s3:::other")));
        Assert.Equal(PolicyVerdict.Silent, Decide([statement], S3, ("aws:SourceArn", "arn:aws:s3:::bucket")));
        Assert.Equal(PolicyVerdict.Silent, Decide([statement], S3));
    }

    [Theory]
    [InlineData("StringEquals", "a", "a", true)]
    [InlineData("StringEquals", "a", "A", false)]
    [InlineData("StringEquals", "a*", "ab", false)]
    [InlineData("StringEquals", "a", null, false)]
    [InlineData("StringEqualsIfExists", "a", null, true)]
    [InlineData("StringEqualsIfExists", "a", "b", false)]
    [InlineData("StringNotEquals", "a", "b", true)]
    [InlineData("StringNotEquals", "a", "a", false)]
    [InlineData("StringNotEquals", "a", null, true)]
    [InlineData("StringEqualsIgnoreCase", "a", "A", true)]
    [InlineData("StringNotEqualsIgnoreCase", "a", "A", false)]
    [InlineData("StringLike", "a*c", "abc", true)]
    [InlineData("StringLike", "a*c", "abd", false)]
    [InlineData("StringNotLike", "a*c", "abd", true)]
    [InlineData("StringNotLike", "a*c", null, true)]
    [InlineData("ArnLike", "arn:aws:s3:::b", "arn:aws:s3:::b", true)]
    [InlineData("ArnLike", "arn:aws:*:::b", "arn:aws:s3:::b", true)]
    [InlineData("ArnLike", "arn:aws:events:*:1:rule/*", "arn:aws:events:us-east-1:1:rule/a:b", true)]
    [InlineData("ArnLike", "arn:*:b", "arn:aws:s3:::b", false)]
    [InlineData("ArnLike", "*", "arn:aws:s3:::b", false)]
    [InlineData("ArnEquals", "arn:aws:s3:::b?", "arn:aws:s3:::bb", true)]
    [InlineData("ArnNotLike", "arn:aws:s3:::b", "arn:aws:s3:::c", true)]
    [InlineData("ArnNotLike", "arn:aws:s3:::b", null, true)]
    [InlineData("ArnLike", "arn:aws:s3:::b", null, false)]
    [InlineData("Bool", "true", "TRUE", true)]
    [InlineData("Bool", "true", "false", false)]
    [InlineData("Bool", "false", null, false)]
    [InlineData("Null", "true", null, true)]
    [InlineData("Null", "true", "x", false)]
    [InlineData("Null", "false", "x", true)]
    [InlineData("StringSometimes", "a", "a", false)]
    [InlineData("StringSometimesIfExists", "a", null, false)]
    public void A_condition_compares(string name, string wanted, string? fact, bool allowed)
    {
        var statement = ForAll with { Conditions = [new PolicyCondition(name, "k", wanted)] };

        Assert.Equal(Verdict(allowed), fact is null ? Decide([statement], User) : Decide([statement], User, ("k", fact)));
    }

    [Fact]
    public void A_condition_that_cannot_be_understood_does_not_soften_a_denial()
    {
        var deny = ForAll with { Effect = PolicyEffect.Deny, Conditions = [new PolicyCondition("StringSometimes", "k", "v")] };

        Assert.Equal(PolicyVerdict.Denied, Decide([ForAll, deny], User));
    }

    [Fact]
    public void A_pattern_of_nothing_but_stars_ends_in_time()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 2_000)) + "b";

        Assert.Equal(PolicyVerdict.Silent, PolicyEvaluation.Decide(
            ResourcePolicy.Empty.With(ForAll with { Resource = pattern }), new PolicyQuestion(User, Invoke, new string('a', 20_000))));
    }

    private static PolicyVerdict Verdict(bool allowed) => allowed ? PolicyVerdict.Allowed : PolicyVerdict.Silent;

    private static PolicyVerdict Decide(PolicyStatement[] statements, PolicyCaller caller, params (string Key, string Value)[] facts) =>
        PolicyEvaluation.Decide(
            new ResourcePolicy([.. statements]),
            new PolicyQuestion(caller, Invoke, Function) { Facts = facts.ToDictionary(fact => fact.Key, fact => fact.Value) });
}
