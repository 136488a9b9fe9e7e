using System.Collections.Immutable;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Layers;
using Goldcrest.Core.Policies;
using Goldcrest.Server.Storage;
using Goldcrest.Tests.Policies;

namespace Goldcrest.Tests.Storage;

public sealed class SqliteLayerStoreTests : IDisposable
{
    private static readonly LayerKey Key = new("000000000000", "us-east-1", "l");

    private static readonly LayerDraft Draft = new()
    {
        Code = new CodeReference(new string('a', 64), 10) { Signature = new CodeSignature("profile", "job") },
        UnpackedBytes = 262_144_000,
        Description = "größer ✓",
        LicenseInfo = "MIT",
        CompatibleRuntimes = ["python3.12", "nodejs22.x"],
        CompatibleArchitectures = [],
    };

    private readonly DataFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_about_a_layer_comes_back()
    {
        var policy = ResourcePolicy.Empty.With(PolicyExample.Allow("s"));
        var layer = Layer(versions: 2);
        layer = layer.With(layer.Find(2)! with { Policy = policy, PolicyRevisionId = "r", LicenseInfo = null, CompatibleRuntimes = null }) with
        {
            Tags = ImmutableSortedDictionary<string, string>.Empty.Add("k", "v"),
        };

        await SaveAsync(null, layer);

        var read = Assert.Single(await LoadAsync());
        AssertSame(layer, read);
        Assert.Equal(layer.Find(1)!.Created, read.Find(1)!.Created);
    }

    [Fact]
    public async Task A_change_writes_what_differs_and_nothing_else()
    {
        var before = Layer(versions: 3);
        var (published, _) = before.Without(2).Publish(Draft, DateTimeOffset.UnixEpoch);
        var after = published.With(published.Find(1)! with { Policy = ResourcePolicy.Empty.With(PolicyExample.Allow("s")), PolicyRevisionId = "r" });
        await SaveAsync(null, before);

        await SaveAsync(before, after);

        AssertSame(after, Assert.Single(await LoadAsync()));
        Assert.Equal([1L, 3L, 4L], after.Versions.Keys);
    }

    [Fact]
    public async Task A_layer_without_versions_keeps_its_next_number()
    {
        var layer = Layer(versions: 1);
        await SaveAsync(null, layer);

        await SaveAsync(layer, layer.Without(1));

        Assert.Equal(2, Assert.Single(await LoadAsync()).NextNumber);
    }

    [Fact]
    public async Task A_deleted_layer_takes_its_versions_with_it()
    {
        var layer = Layer(versions: 2);
        await SaveAsync(null, layer);

        await SaveAsync(layer, null);

        Assert.Empty(await LoadAsync());
        Assert.Equal(0L, _folder.Ask("SELECT count(*) FROM layer_versions"));
    }

    [Fact]
    public async Task A_caller_with_an_old_picture_is_refused_and_writes_nothing()
    {
        var stale = Layer(versions: 1);
        var (stored, _) = stale.Publish(Draft, DateTimeOffset.UnixEpoch);
        stored = stored.With(stored.Find(1)! with { Policy = ResourcePolicy.Empty.With(PolicyExample.Allow("s")), PolicyRevisionId = "theirs" });
        await SaveAsync(null, stored);

        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(null, stale));
        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(stale, stale.Publish(Draft, DateTimeOffset.UnixEpoch).Layer));
        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(stale, null));
        var oldPolicy = stored.With(stale.Find(1)!);
        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(oldPolicy, oldPolicy.With(stale.Find(1)! with { PolicyRevisionId = "mine" })));
        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync(oldPolicy, oldPolicy.Without(1)));

        AssertSame(stored, Assert.Single(await LoadAsync()));
    }

    private static LayerRecord Layer(int versions) => Enumerable.Range(0, versions).Aggregate(
        new LayerRecord { Key = Key }, (layer, i) => layer.Publish(Draft, DateTimeOffset.UnixEpoch.AddMilliseconds(i)).Layer);

    private static void AssertSame(LayerRecord expected, LayerRecord actual)
    {
        Assert.Equal((expected.Key, expected.NextNumber), (actual.Key, actual.NextNumber));
        Assert.Equal(expected.Tags, actual.Tags);
        Assert.Equal(expected.Versions.Values.Select(LayerVersionRow.From), actual.Versions.Values.Select(LayerVersionRow.From));
    }

    private async Task SaveAsync(LayerRecord? before, LayerRecord? after)
    {
        using var writer = new SqliteWriter(_folder.Database());
        await new SqliteLayerStore(_folder.Database(), writer).SaveAsync(before, after, Token);
    }

    private async Task<IReadOnlyList<LayerRecord>> LoadAsync()
    {
        using var writer = new SqliteWriter(_folder.Database());
        return await new SqliteLayerStore(_folder.Database(), writer).LoadAllAsync(Token);
    }
}
