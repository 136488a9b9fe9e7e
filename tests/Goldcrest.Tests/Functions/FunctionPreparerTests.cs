using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;
using Goldcrest.Server.Functions;
using Goldcrest.Tests.Attached;
using Goldcrest.Tests.Code;
using Goldcrest.Tests.Images;
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
        using var preparer = new FunctionPreparer(catalog, folder.Open(), new FakeImages(), new ScriptedSnapshots(), clock, NullLogger<FunctionPreparer>.Instance);
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
    public async Task A_version_that_throws_whatever_it_is_ends_nothing_but_its_own_turn()
    {
        using var folder = new StoreFolder();
        var clock = new ManualClock();
        var images = new FakeImages { Fault = new TaskCanceledException("nobody here asked for it") };
        var store = new MemoryFunctionStore();
        store.Stored[FunctionExample.Key] = FunctionRecord.Create(
            FunctionExample.Key, FunctionExample.Image, FunctionExample.ImageCode, null, FunctionExample.Stamps.Next());
        var catalog = new FunctionCatalog(store, folder.Freed, TestCatalog.Ledger(), []);
        await catalog.LoadAsync(TestContext.Current.CancellationToken);
        using var preparer = new FunctionPreparer(catalog, folder.Open(), images, new ScriptedSnapshots(), clock, NullLogger<FunctionPreparer>.Instance);
        await preparer.StartAsync(TestContext.Current.CancellationToken);
        await Until.TrueAsync(() => clock.TimerCount == 1);

        images.Fault = null;
        clock.Advance(FunctionPreparer.Pause);

        await Until.TrueAsync(() => catalog.Find(FunctionExample.Key)!.Latest.Phase == FunctionPhase.Active);
        await Until.EndAsync(preparer.StopAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(null, FunctionPhase.Active, null)]
    [InlineData(ImageFailure.Reason.Missing, FunctionPhase.Failed, "ImageDeleted")]
    [InlineData(ImageFailure.Reason.Denied, FunctionPhase.Failed, "ImageAccessDenied")]
    [InlineData(ImageFailure.Reason.Broken, FunctionPhase.Failed, "InvalidImage")]
    [InlineData(ImageFailure.Reason.Unreachable, FunctionPhase.Failed, "InternalError")]
    public async Task An_image_is_pulled_before_its_function_is_active(ImageFailure.Reason? reason, FunctionPhase phase, string? code)
    {
        using var folder = new StoreFolder();
        var images = new FakeImages { NotPulled = reason is { } kind ? new ImageFailure(kind, "so") : null };
        var store = new MemoryFunctionStore();
        store.Stored[FunctionExample.Key] = FunctionRecord.Create(
            FunctionExample.Key, FunctionExample.Image, FunctionExample.ImageCode, null, FunctionExample.Stamps.Next());
        var catalog = new FunctionCatalog(store, folder.Freed, TestCatalog.Ledger(), []);
        await catalog.LoadAsync(TestContext.Current.CancellationToken);
        using var preparer = new FunctionPreparer(
            catalog, folder.Open(), images, new ScriptedSnapshots(), new ManualClock(), NullLogger<FunctionPreparer>.Instance);

        await preparer.StartAsync(TestContext.Current.CancellationToken);

        await Until.TrueAsync(() => catalog.Find(FunctionExample.Key)!.Latest.Phase != FunctionPhase.Pending);
        var version = catalog.Find(FunctionExample.Key)!.Latest;
        Assert.Equal((phase, code), (version.Phase, version.Flaw?.Code));
        Assert.Equal(code, FunctionMapping.ToWire(version, "arn").StateReasonCode);
        await Until.EndAsync(preparer.StopAsync(CancellationToken.None));
    }
}
