using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Functions;

public sealed class PublishVersionOperationTests
{
    private static readonly PublishVersionRequest Request = new() { FunctionName = "f" };

    [Fact]
    public void A_version_serves_at_once_and_latest_gets_a_new_revision()
    {
        var before = FunctionExample.Active();

        var change = Decide(before, Request with { Description = "mine" });

        var after = FunctionExample.After(change);
        Assert.Equal(
            ("1", $"{FunctionExample.Key.Arn}:1", "mine", "Active", "Successful"),
            (change.Answer.Output!.Version, change.Answer.Output.FunctionArn, change.Answer.Output.Description, change.Answer.Output.State, change.Answer.Output.LastUpdateStatus));
        Assert.NotEqual(before.Latest.RevisionId, after.Latest.RevisionId);
        Assert.NotEqual(after.Latest.RevisionId, after.Published[1].RevisionId);
    }

    [Fact]
    public void Nothing_new_is_published_twice()
    {
        var published = FunctionExample.After(Decide(FunctionExample.Active(), Request));

        var again = Decide(published, Request with { Description = "another description" });

        Assert.False(again.Save);
        Assert.Equal(("1", ""), (again.Answer.Output!.Version, again.Answer.Output.Description));
    }

    [Fact]
    public void A_new_description_of_latest_is_something_new()
    {
        var published = FunctionExample.After(Decide(FunctionExample.Active(), Request with { Description = "First version description" }));
        var described = FunctionExample.Settled(FunctionExample.Described(published, "Second version"));

        var change = Decide(described, Request);

        Assert.Equal(("2", "Second version"), (change.Answer.Output!.Version, change.Answer.Output.Description));
    }

    [Fact]
    public void Conditions_on_revision_and_code_are_held()
    {
        var function = FunctionExample.Active();
        var sha = FunctionExample.Code.Sha256Base64;

        Assert.Same(FunctionRefusals.StaleRevision, FunctionExample.Refusal(Decide(function, Request with { RevisionId = "wrong", CodeSha256 = "x" })));
        Assert.Equal(
            $"CodeSHA256 (x) is different from current CodeSHA256 in $LATEST ({sha}). Please try again with the CodeSHA256 in $LATEST.",
            FunctionExample.Refusal(Decide(function, Request with { CodeSha256 = "x" })).Message);
        Assert.True(Decide(function, Request with { CodeSha256 = sha, RevisionId = function.Latest.RevisionId }).Save);
    }

    [Fact]
    public void Latest_is_not_published_while_it_changes()
    {
        Assert.Equal("ResourceConflictException", FunctionExample.Refusal(Decide(FunctionExample.Made(), Request)).Code);
        Assert.Equal("ResourceConflictException", FunctionExample.Refusal(Decide(FunctionExample.Described(FunctionExample.Active(), "d"), Request)).Code);
        Assert.Equal("ResourceNotFoundException", FunctionExample.Refusal(Decide(null, Request)).Code);
    }

    [Fact]
    public void What_a_failed_update_left_must_be_laid_out_first()
    {
        var failed = FunctionExample.Described(FunctionExample.Active(), "d");
        failed = failed.With(failed.Latest.PreparationFailed("r"));

        Assert.Equal(FunctionPhase.Pending, FunctionExample.After(Decide(failed, Request)).Published[1].Phase);
    }

    [Fact]
    public void A_version_with_snapshots_is_pending_until_its_own_is_made()
    {
        var function = FunctionExample.Active();
        var latest = function.Latest;
        var snapping = function.With(latest with
        {
            Current = latest.Current with { Settings = latest.Current.Settings with { SnapStart = SnapStartMode.PublishedVersions } },
        });

        var change = Decide(snapping, Request);

        var version = FunctionExample.After(change).Published[1];
        Assert.Equal(
            ("Pending", "Creating", null, "Off"),
            (change.Answer.Output!.State, change.Answer.Output.StateReasonCode, change.Answer.Output.LastUpdateStatus, change.Answer.Output.SnapStart!.OptimizationStatus));
        Assert.Equal("On", FunctionMapping.ToWire(version.Prepared("r"), version.QualifiedArn).SnapStart!.OptimizationStatus);
    }

    private static RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Decide(FunctionRecord? function, PublishVersionRequest request) =>
        PublishVersionOperation.Decide(function, FunctionExample.Address, request, FunctionExample.Stamps);
}
