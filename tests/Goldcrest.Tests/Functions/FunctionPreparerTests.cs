using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Tests.Attached;
using Goldcrest.Tests.Code;
using Goldcrest.Tests.Pool;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Functions;

public sealed class FunctionPreparerTests
{
    [Fact]
    public async Task A_version_whose_outcome_could_not_be_stored_is_tried_again()
    {
        using var folder = new StoreFolder();
        var clock = new ManualClock();
        var store = new MemoryFunctionStore { IsBroken = true };
        store.Stored[FunctionExample.Key] = FunctionExample.Made();
        var catalog = new FunctionCatalog(store, folder.Freed, TestCatalog.Ledger(), []);
        await catalog.LoadAsync(TestContext.Current.CancellationToken);
        using var preparer = new FunctionPreparer(catalog, folder.Open(), new ScriptedSnapshots(), clock, NullLogger<FunctionPreparer>.Instance);
        await preparer.StartAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => clock.TimerCount == 1);
        Assert.Equal(FunctionPhase.Pending, catalog.Find(FunctionExample.Key)!.Latest.Phase);

        store.IsBroken = false;
        clock.Advance(FunctionPreparer.Pause);

        // The store of code has no such zip, which is an outcome too.
        await Until.TrueAsync(() => catalog.Find(FunctionExample.Key)!.Latest.Phase == FunctionPhase.Failed);
        await Until.EndAsync(preparer.StopAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_image_is_active_without_being_fetched()
    {
        using var folder = new StoreFolder();
        var store = new MemoryFunctionStore();
        store.Stored[FunctionExample.Key] = FunctionRecord.Create(
            FunctionExample.Key, FunctionExample.Image, FunctionExample.ImageCode, null, FunctionExample.Stamps.Next());
        var catalog = new FunctionCatalog(store, folder.Freed, TestCatalog.Ledger(), []);
        await catalog.LoadAsync(TestContext.Current.CancellationToken);
        using var preparer = new FunctionPreparer(catalog, folder.Open(), new ScriptedSnapshots(), new ManualClock(), NullLogger<FunctionPreparer>.Instance);

        await preparer.StartAsync(TestContext.Current.CancellationToken);

        await Until.TrueAsync(() => catalog.Find(FunctionExample.Key)!.Latest.Phase == FunctionPhase.Active);
        await Until.EndAsync(preparer.StopAsync(CancellationToken.None));
    }
}
