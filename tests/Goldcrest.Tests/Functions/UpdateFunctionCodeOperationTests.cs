using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Functions;

public sealed class UpdateFunctionCodeOperationTests
{
    private static readonly UpdateFunctionCodeRequest Request = new() { FunctionName = "f" };

    [Fact]
    public void New_code_is_shown_at_once_and_the_old_one_serves()
    {
        var before = FunctionExample.Active();

        var change = Decide(before, Request);

        var after = FunctionExample.After(change).Latest;
        var shown = change.Answer.Output!;
        Assert.Equal((FunctionExample.OtherCode, before.Latest.Current), (after.Current.Code, after.Serving));
        Assert.Equal(FunctionExample.OtherCode.Sha256Base64, shown.CodeSha256);
        Assert.Equal(
            ("Active", "InProgress", "The function is being created.", "Creating"),
            (shown.State, shown.LastUpdateStatus, shown.LastUpdateStatusReason, shown.LastUpdateStatusReasonCode));
        Assert.NotEqual(before.Latest.RevisionId, after.RevisionId);
    }

    [Fact]
    public void A_dry_run_shows_the_code_and_changes_nothing()
    {
        var before = FunctionExample.Active();

        var change = Decide(before, Request with { DryRun = true, Publish = true });

        Assert.False(change.Save);
        Assert.Equal(
            (FunctionExample.OtherCode.Sha256Base64, "Successful", before.Latest.RevisionId, "$LATEST"),
            (change.Answer.Output!.CodeSha256, change.Answer.Output.LastUpdateStatus, change.Answer.Output.RevisionId, change.Answer.Output.Version));
    }

    [Fact]
    public void Publishing_with_it_shows_the_new_version()
    {
        var change = Decide(FunctionExample.Active(), Request with { Publish = true });

        var after = FunctionExample.After(change);
        Assert.Equal(("1", FunctionPhase.Pending), (after.Published[1].Number, after.Published[1].Phase));
        Assert.Equal(($"{FunctionExample.Key.Arn}:1", "Pending", null), (change.Answer.Output!.FunctionArn, change.Answer.Output.State, change.Answer.Output.LastUpdateStatus));
    }

    [Fact]
    public void Publishing_the_same_code_again_makes_no_version()
    {
        var published = FunctionExample.Settled(FunctionExample.After(Decide(FunctionExample.Active(), Request with { Publish = true })));

        var change = Decide(published, Request with { Publish = true });

        Assert.Equal([1], FunctionExample.After(change).Published.Keys);
        Assert.Equal(("1", published.Published[1].RevisionId), (change.Answer.Output!.Version, change.Answer.Output.RevisionId));
    }

    [Fact]
    public void Refusals_come_in_a_fixed_order()
    {
        var bad = Request with { RevisionId = "stale", ImageUri = "i", PublishTo = "LATEST_PUBLISHED" };

        Assert.Equal("Function not found: arn:aws:lambda:us-east-1:000000000000:function:f", Refusal(null, bad).Message);
        Assert.Same(FunctionRefusals.StaleRevision, Refusal(FunctionExample.Made(), bad));
        Assert.Equal(
            "The operation cannot be performed at this time. The function is currently in the following state: Pending",
            Refusal(FunctionExample.Made(), bad = bad with { RevisionId = null }).Message);
        Assert.Same(FunctionRefusals.ImageForZip, Refusal(FunctionExample.Active(), bad));
        Assert.Equal(501, Refusal(FunctionExample.Active(), bad with { ImageUri = null }).Status);
    }

    [Fact]
    public void A_function_stays_a_zip_or_an_image()
    {
        UpdateFunctionCodeRequest[] others = [Request, Request with { ZipFile = new byte[] { 1 }, ImageUri = "app:1" }, Request with { S3Bucket = "b", S3Key = "k" }];

        Assert.All(others, request => Assert.Equal(
            "Please provide ImageUri when updating a function with packageType Image.", Refusal(FunctionExample.OfImage(), request).Message));
        Assert.Equal(
            "Please don't provide ImageUri when updating a function with packageType Zip.",
            Refusal(FunctionExample.Active(), Request with { ImageUri = "app:1" }).Message);
        Assert.True(Decide(FunctionExample.OfImage(), Request with { ImageUri = "app:2" }).Save);
    }

    [Fact]
    public void An_architecture_that_is_said_is_that_of_the_new_code()
    {
        var arm = FunctionExample.After(Decide(FunctionExample.Active(), Request with { Architectures = ["arm64"] }));
        var kept = FunctionExample.After(Decide(FunctionExample.Settled(arm), Request));
        var tried = Decide(FunctionExample.Active(), Request with { Architectures = ["arm64"], DryRun = true });

        Assert.Equal(("x86_64", "arm64"), (arm.Latest.Serving.Settings.Architecture, arm.Latest.Current.Settings.Architecture));
        Assert.Equal("arm64", kept.Latest.Current.Settings.Architecture);
        Assert.Equal(["arm64"], tried.Answer.Output!.Architectures);
    }

    [Fact]
    public void One_update_waits_for_the_other()
    {
        var updating = FunctionExample.After(Decide(FunctionExample.Active(), Request));

        var refusal = Refusal(updating, Request);

        Assert.Equal(
            (409, "ResourceConflictException", $"The operation cannot be performed at this time. An update is in progress for resource: {FunctionExample.Key.Arn}"),
            (refusal.Status, refusal.Code, refusal.Message));
    }

    private static WireError Refusal(FunctionRecord? function, UpdateFunctionCodeRequest request) => FunctionExample.Refusal(Decide(function, request));

    private static RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Decide(FunctionRecord? function, UpdateFunctionCodeRequest request) =>
        UpdateFunctionCodeOperation.Decide(function, FunctionExample.Address, FunctionExample.OtherCode, request, FunctionExample.Stamps);
}
