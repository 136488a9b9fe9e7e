using Goldcrest.Core.Policies;
using Goldcrest.Server.Policies;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Tests.Policies;

/// <summary>The texts are recorded answers of AWS (2025-11-25) or, for the length and the kind of URL, as its users report them.</summary>
public sealed class FunctionPermissionsTests
{
    private const string Version = "arn:aws:lambda:us-east-1:000000000000:function:f:1";
    private const string Revision = "2d8f2a7e-7f4c-4ae0-bd5c-6b4ad0f2f1a9";

    private static readonly AddPermissionRequest Request = new()
    {
        FunctionName = "f",
        StatementId = "s3",
        Action = "lambda:InvokeFunction",
        Principal = "s3.amazonaws.com",
        SourceArn = "arn:aws:s3:::b",
    };

    [Fact]
    public void An_added_statement_is_answered_as_text_and_is_in_the_policy()
    {
        var change = FunctionPermissions.Add(Request with { RevisionId = Revision }, Version, ResourcePolicy.Empty, Revision);

        const string Expected =
            $$$$"""{"Sid":"s3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"{{{{Version}}}}","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::b"}}}""";
        Assert.Null(change.Error);
        Assert.Equal(Expected, change.Statement);
        var shown = FunctionPermissions.Show(change.After!, Revision).Output!;
        Assert.Equal($$$$"""{"Version":"2012-10-17","Id":"default","Statement":[{{{{Expected}}}}]}""", shown.Policy);
        Assert.Equal(Revision, shown.RevisionId);
    }

    [Fact]
    public void Every_member_of_the_request_reaches_the_statement()
    {
        var change = FunctionPermissions.Add(
            Request with
            {
                Action = "lambda:InvokeFunctionUrl",
                SourceAccount = "111111111111",
                PrincipalOrgID = "o-1234567890",
                EventSourceToken = "token",
                FunctionUrlAuthType = "NONE",
                InvokedViaFunctionUrl = true,
            },
            Version,
            ResourcePolicy.Empty,
            Revision);

        Assert.Equal(
            ["lambda:FunctionUrlAuthType=NONE", "aws:PrincipalOrgID=o-1234567890", "lambda:EventSourceToken=token", "AWS:SourceAccount=111111111111",
                "AWS:SourceArn=arn:aws:s3:::b", "lambda:InvokedViaFunctionUrl=true"],
            Assert.Single(change.After!.Statements).Conditions.Select(condition => $"{condition.Key}={condition.Value}"));
    }

    [Fact]
    public void A_principal_that_is_nobody_is_refused() => AssertRefused(
        "InvalidParameterValueException", 400, "The provided principal was invalid. Please check the principal and try again.",
        FunctionPermissions.Add(Request with { Principal = "invalid.nonaws.com" }, Version, ResourcePolicy.Empty, Revision));

    [Fact]
    public void A_kind_of_url_needs_the_url_s_action() => AssertRefused(
        "InvalidParameterValueException", 400, "FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action",
        FunctionPermissions.Add(Request with { FunctionUrlAuthType = "NONE" }, Version, ResourcePolicy.Empty, Revision));

    [Fact]
    public void A_name_in_use_is_a_conflict() => AssertRefused(
        "ResourceConflictException", 409, "The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.",
        FunctionPermissions.Add(Request, Version, Policy, Revision));

    [Fact]
    public void An_old_revision_is_refused_on_both_ways()
    {
        const string Text = "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id";

        AssertRefused("PreconditionFailedException", 412, Text, FunctionPermissions.Add(Request with { RevisionId = "old" }, Version, Policy, Revision));
        AssertRefused("PreconditionFailedException", 412, Text, FunctionPermissions.Remove(
            new RemovePermissionRequest { StatementId = "s3", RevisionId = "old" }, Policy, Revision));
    }

    [Fact]
    public void A_policy_over_20_KB_is_refused_with_its_size()
    {
        var added = FunctionPermissions.Add(Request, Version, ResourcePolicy.Empty, Revision).Statement!.Length;

        AssertRefused(
            "PolicyLengthExceededException", 400, $"The final policy size ({20_480 + added + ",".Length}) is bigger than the limit (20480).",
            FunctionPermissions.Add(Request, Version, PolicyExample.OfSize(20_480), Revision));
    }

    [Fact]
    public void Nothing_to_remove_is_not_found()
    {
        AssertRefused("ResourceNotFoundException", 404, "No policy is associated with the given resource.",
            FunctionPermissions.Remove(new RemovePermissionRequest { StatementId = "s3" }, ResourcePolicy.Empty, Revision));
        AssertRefused("ResourceNotFoundException", 404, "Statement non-existent is not found in resource policy.",
            FunctionPermissions.Remove(new RemovePermissionRequest { StatementId = "non-existent" }, Policy, Revision));
    }

    [Fact]
    public void The_last_statement_takes_the_policy_with_it()
    {
        var change = FunctionPermissions.Remove(new RemovePermissionRequest { StatementId = "s3" }, Policy, Revision);

        Assert.Null(change.Error);
        Assert.Equal("The resource you requested does not exist.", FunctionPermissions.Show(change.After!, Revision).Error!.Message);
    }

    private static ResourcePolicy Policy => FunctionPermissions.Add(Request, Version, ResourcePolicy.Empty, Revision).After!;

    private static void AssertRefused(string code, int status, string message, PermissionChange change)
    {
        Assert.Equal((code, status, message), (change.Error!.Code, change.Error.Status, change.Error.Message));
        Assert.Null(change.After);
    }
}
