using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Tests.Attached;
using Goldcrest.Tests.Identity;

namespace Goldcrest.Tests.Functions;

public sealed class FunctionCatalogTests : IDeploymentObserver
{
    private readonly MemoryFunctionStore _store = new();
    private readonly FreedCode _freed = new(new HandClock(FunctionExample.Time));
    private readonly List<string> _gone = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_answered_is_stored_and_what_is_stored_is_loaded()
    {
        var made = FunctionExample.Published(2);

        await Put(Catalog(), made);

        var again = Catalog();
        await again.LoadAsync(Token);
        Assert.Equal(made, again.Find(FunctionExample.Key));
        Assert.True(((ICodeUser)again).Uses(FunctionExample.Code.Sha256Hex));
    }

    [Fact]
    public async Task A_store_that_fails_leaves_memory_as_it_was()
    {
        var catalog = Catalog();
        await Put(catalog, FunctionExample.Active());
        var before = catalog.Find(FunctionExample.Key);
        _store.IsBroken = true;

        await Assert.ThrowsAsync<InvalidOperationException>(() => Put(catalog, FunctionExample.Published(1)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Put(catalog, FunctionExample.Active("g")));

        Assert.Same(before, catalog.Find(FunctionExample.Key));
        Assert.Null(catalog.Find(FunctionExample.Key with { Name = "g" }));
        Assert.Empty(_gone);
        _store.IsBroken = false;
        await Put(catalog, null);
        Assert.Null(catalog.Find(FunctionExample.Key));
    }

    [Fact]
    public async Task Of_many_changes_at_once_each_sees_the_one_before()
    {
        var catalog = Catalog();
        await Put(catalog, FunctionExample.Active());

        var numbers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(
            () => catalog.ChangeAsync(
                FunctionExample.Key,
                function =>
                {
                    var (after, version) = function!.Publish(null, FunctionPhase.Active, FunctionExample.Stamps.Next(), Revision.Next());
                    return RecordChange<FunctionRecord, string>.To(after, version.Number);
                },
                Token),
            Token)));

        Assert.Equal(Enumerable.Range(1, 100), numbers.Select(int.Parse).Order());
        Assert.Equal(101, catalog.Find(FunctionExample.Key)!.Versions.Count());
    }

    [Fact]
    public async Task A_client_that_goes_away_during_the_write_does_not_part_memory_and_disk()
    {
        var catalog = Catalog();
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        using var client = new CancellationTokenSource();
        var change = catalog.ChangeAsync(FunctionExample.Key, _ => RecordChange<FunctionRecord, bool>.To(FunctionExample.Active(), true), client.Token);

        await client.CancelAsync();
        gate.SetResult();

        Assert.True(await change);
        Assert.Same(_store.Stored[FunctionExample.Key], catalog.Find(FunctionExample.Key));
    }

    [Fact]
    public async Task Deployments_that_serve_no_more_and_code_without_use_are_told()
    {
        var catalog = Catalog();
        var before = FunctionExample.Active();
        var updating = before.With(before.Latest.Change(FunctionExample.Settings, FunctionExample.OtherCode, FunctionExample.Stamps.Next()));
        await Put(catalog, before);
        await Put(catalog, updating);
        Assert.Empty(_gone);

        await Put(catalog, FunctionExample.Settled(updating));

        Assert.Equal([before.Latest.Current.Id], _gone);
        Assert.Equal([FunctionExample.Code.Sha256Hex], _freed.TakeOlderThan(TimeSpan.Zero));
        await Put(catalog, null);
        Assert.Equal([before.Latest.Current.Id, updating.Latest.Current.Id], _gone);
        Assert.Equal([FunctionExample.OtherCode.Sha256Hex], _freed.TakeOlderThan(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_list_holds_one_account_and_region_by_name()
    {
        var catalog = Catalog();
        FunctionKey[] keys =
        [
            new("000000000000", "us-east-1", "b"), new("000000000000", "us-east-1", "A"), new("000000000000", "eu-west-1", "a"), new("111111111111", "us-east-1", "a"),
        ];
        foreach (var key in keys)
        {
            var made = FunctionRecord.Create(key, FunctionExample.Settings, FunctionExample.Code, null, FunctionExample.Stamps.Next());
            await catalog.ChangeAsync(key, _ => RecordChange<FunctionRecord, bool>.To(made, true), Token);
        }

        Assert.Equal([keys[1], keys[0]], catalog.List("000000000000", "us-east-1").Select(function => function.Key));
        Assert.Equal([keys[3]], catalog.List("111111111111", "us-east-1").Select(function => function.Key));
        Assert.Empty(catalog.List("111111111111", "eu-west-1"));
    }

    void IDeploymentObserver.OnDeploymentGone(string deploymentId) => _gone.Add(deploymentId);

    private FunctionCatalog Catalog() => new(_store, _freed, TestCatalog.Ledger(), [this]);

    private static Task<bool> Put(FunctionCatalog catalog, FunctionRecord? after) => catalog.ChangeAsync(
        after?.Key ?? FunctionExample.Key, _ => after is null ? RecordChange<FunctionRecord, bool>.Delete(true) : RecordChange<FunctionRecord, bool>.To(after, true), Token);
}
