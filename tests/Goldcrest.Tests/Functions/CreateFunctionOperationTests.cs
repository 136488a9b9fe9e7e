using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Tests.Functions;

public sealed class CreateFunctionOperationTests
{
    private static readonly FunctionKey Long = FunctionExample.Key with { Name = new string('a', 65) };

    [Fact]
    public void A_function_is_made_pending()
    {
        var change = Decide(null, FunctionExample.Request with { Tags = new Dictionary<string, string> { ["k"] = "v" } });

        var made = FunctionExample.After(change);
        var shown = change.Answer.Output!;
        Assert.Equal((FunctionPhase.Pending, 1, "v"), (made.Latest.Phase, made.NextNumber, made.Tags["k"]));
        Assert.Empty(made.Published);
        Assert.Equal(("$LATEST", FunctionExample.Key.Arn, made.Latest.RevisionId), (shown.Version, shown.FunctionArn, shown.RevisionId));
        Assert.Equal(("Pending", "The function is being created.", "Creating", null), (shown.State, shown.StateReason, shown.StateReasonCode, shown.LastUpdateStatus));
    }

    [Fact]
    public void Publishing_at_once_makes_version_1_and_shows_it()
    {
        var change = Decide(null, FunctionExample.Request with { Publish = true });

        var made = FunctionExample.After(change);
        Assert.Equal(["$LATEST", "1"], made.Versions.Select(version => version.Number));
        Assert.All(made.Versions, version => Assert.Equal(FunctionPhase.Pending, version.Phase));
        Assert.Equal(("1", $"{FunctionExample.Key.Arn}:1", "Pending"), (change.Answer.Output!.Version, change.Answer.Output.FunctionArn, change.Answer.Output.State));
        Assert.Equal(2, made.Versions.Select(version => version.Current.Id).Distinct().Count());
    }

    [Fact]
    public void A_name_is_given_once()
    {
        var refusal = FunctionExample.Refusal(Decide(FunctionExample.Made(), FunctionExample.Request));

        Assert.Equal((409, "ResourceConflictException", "Function already exist: f"), (refusal.Status, refusal.Code, refusal.Message));
    }

    [Fact]
    public void Refusals_come_in_a_fixed_order()
    {
        var bad = FunctionExample.Request with
        {
            PublishTo = "LATEST_PUBLISHED",
            KMSKeyArn = "arn:aws:x:::y",
            Handler = null,
            Runtime = "java8",
            MemorySize = 20_000,
            Timeout = 1_000,
            Environment = new Goldcrest.Wire.Lambda.Environment { Variables = new Dictionary<string, string> { ["AWS_REGION"] = "x" } },
            Tags = Enumerable.Range(0, 51).ToDictionary(number => $"k{number}", _ => "v"),
        };

        Assert.Equal(
            $"1 validation error detected: Value '{Long.Name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64",
            Refusal(bad, Long));
        Assert.Contains("PublishTo", Refusal(bad), StringComparison.Ordinal);
        Assert.Contains("mandatory", Refusal(bad = bad with { PublishTo = null }), StringComparison.Ordinal);
        Assert.Contains("no longer supported", Refusal(bad = bad with { Handler = "h" }), StringComparison.Ordinal);
        Assert.Contains("'MemorySize'", Refusal(bad = bad with { Runtime = "python3.12" }), StringComparison.Ordinal);
        Assert.Contains("'Timeout'", Refusal(bad = bad with { MemorySize = 128 }), StringComparison.Ordinal);
        Assert.Contains("Reserved keys", Refusal(bad = bad with { Timeout = 1 }), StringComparison.Ordinal);
        Assert.Contains("KMS key is invalid", Refusal(bad = bad with { Environment = null }), StringComparison.Ordinal);
        Assert.Equal("Number of tags exceeds resource tag limit.", Refusal(bad = bad with { KMSKeyArn = "" }));
        Assert.Null(Refusal(bad with { Tags = bad.Tags!.Take(50).ToDictionary() }));
    }

    private static string? Refusal(CreateFunctionRequest request, FunctionKey? key = null) =>
        CreateFunctionOperation.Read(request, key ?? FunctionExample.Key).Error?.Message;

    private static RecordChange<FunctionRecord, Goldcrest.Wire.Protocol.WireResult<FunctionConfiguration>> Decide(FunctionRecord? existing, CreateFunctionRequest request) =>
        CreateFunctionOperation.Decide(existing, FunctionExample.Key, FunctionExample.Settings, FunctionExample.Code, request, FunctionExample.Stamps);
}
