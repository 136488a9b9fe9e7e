using System.Text.Json.Nodes;
using Goldcrest.Server.Bodies;
using Goldcrest.Server.Code;
using Goldcrest.Server.Functions;
using Goldcrest.Tests.Storage;
using Goldcrest.Wire.Lambda;
using Change = Goldcrest.Server.Records.RecordChange<
    Goldcrest.Core.Functions.FunctionRecord, Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.FunctionConfiguration>>;

namespace Goldcrest.Tests.Functions;

public sealed class LayerChoiceTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Code_that_was_measured_without_the_layers_that_came_meanwhile_is_refused()
    {
        var bucket = new SlowBucket(FunctionNode.Zip("x = 2"));
        await using var node = await FunctionNode.OpenAsync(_folder.Root, bucket: bucket);
        var made = await node.MakeAsync("f", FunctionNode.Zip());
        var layer = await node.PublishLayerAsync("l", FunctionNode.Zip("layer"));
        bucket.Meanwhile = async () =>
        {
            var layers = new JsonObject { ["Layers"] = new JsonArray((string?)layer["LayerVersionArn"]) };
            await node.AskAsync("PUT", $"{FunctionNode.Functions}/f/configuration", layers);
            await node.SettleAsync("f");
        };

        var refused = await node.RefusedAsync(
            "PUT", $"{FunctionNode.Functions}/f/code", new JsonObject { ["S3Bucket"] = "bucket", ["S3Key"] = "key" });

        Assert.Equal((409, "ResourceConflictException", FunctionRefusals.Overtaken(FunctionExample.Key with { Name = "f" }).Message), refused);
        var kept = await node.AskAsync("GET", $"{FunctionNode.Functions}/f/configuration");
        Assert.Equal((string?)made["CodeSha256"], (string?)kept["CodeSha256"]);
        Assert.Single(kept["Layers"]!.AsArray());
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "ResourceConflictException")]
    public void A_decision_stands_when_the_function_is_as_it_was_measured(bool isAsMeasured, string? refused)
    {
        var function = FunctionExample.Published(1);
        var decided = Change.To(function, new FunctionConfiguration());

        var confirmed = LayerChoice.Confirm(decided, function, _ => isAsMeasured);

        Assert.Equal((refused is null, refused), (confirmed.Save, confirmed.Answer.Error?.Code));
    }

    [Fact]
    public void A_refusal_stays_what_it_was()
    {
        var decided = Change.None(FunctionRefusals.StaleRevision);

        var confirmed = LayerChoice.Confirm(decided, FunctionExample.Published(1), _ => false);

        Assert.Same(FunctionRefusals.StaleRevision, confirmed.Answer.Error);
    }

    private sealed class SlowBucket(byte[] zip) : ICodeBucket
    {
        public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

        public async Task<BucketFetch> FetchAsync(string bucket, string key, string? version, long maxBytes, BodyRoom.Place room, CancellationToken cancellationToken)
        {
            await Meanwhile();
            return new BucketFetch.Fetched(zip);
        }
    }
}
