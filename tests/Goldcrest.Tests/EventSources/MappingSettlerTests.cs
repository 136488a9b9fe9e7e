using Goldcrest.Core.EventSources;
using Goldcrest.Server.EventSources;
using Goldcrest.Tests.Hosting;
using Goldcrest.Tests.Pool;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.EventSources;

public sealed class MappingSettlerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MappingDesk _desk = new();

    [Fact]
    public async Task What_is_accepted_settles_by_itself()
    {
        using var settler = await StartAsync();
        var settled = Next(MappingPhase.Enabled);

        var uuid = (string)(await _desk.CreateAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f"}"""))["UUID"]!;
        var mapping = await settled.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await settler.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(uuid, mapping.Key.Uuid);
    }

    [Fact]
    public async Task What_a_stop_interrupted_settles_at_the_next_start()
    {
        await _desk.CreateAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f","Enabled":false}""");
        var settled = Next(MappingPhase.Disabled);

        using var settler = await StartAsync();
        await settled.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await settler.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(MappingPhase.Disabled, Assert.Single(_desk.Catalog.All).Phase);
    }

    [Fact]
    public async Task A_mapping_that_cannot_be_stored_keeps_no_other_from_settling()
    {
        await _desk.CreateAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f"}""");
        var lost = Assert.Single(_desk.Catalog.All);
        await _desk.Store.SaveAsync(lost, null, TestContext.Current.CancellationToken);
        var settled = Next(MappingPhase.Enabled);

        using var settler = await StartAsync();
        var uuid = (string)(await _desk.CreateAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}2","FunctionName":"f"}"""))["UUID"]!;
        var mapping = await settled.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await settler.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(uuid, mapping.Key.Uuid);
        Assert.Equal(MappingPhase.Creating, _desk.Catalog.Find(lost.Key)!.Phase);
    }

    [Fact]
    public async Task A_store_that_cancels_what_nobody_cancelled_ends_no_settling()
    {
        await _desk.CreateAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}","FunctionName":"f"}""");
        using var errors = new CollectedErrors();
        using var log = new LoggerFactory([errors]);
        _desk.Store.Ready = Task.FromCanceled(new CancellationToken(canceled: true));
        using var settler = await StartAsync(log.CreateLogger<MappingSettler>());
        await Until.TrueAsync(() => errors.All.Count == 1);
        _desk.Store.Ready = Task.CompletedTask;
        var settled = Next(MappingPhase.Enabled);

        await _desk.CreateAsync($$"""{"EventSourceArn":"{{MappingDesk.Queue}}2","FunctionName":"f"}""");

        await settled.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await settler.StopAsync(TestContext.Current.CancellationToken);
    }

    private async Task<MappingSettler> StartAsync(ILogger<MappingSettler>? log = null)
    {
        var settler = new MappingSettler(_desk.Catalog, log ?? NullLogger<MappingSettler>.Instance);
        await settler.StartAsync(TestContext.Current.CancellationToken);
        return settler;
    }

    private Task<EventSourceMapping> Next(MappingPhase phase)
    {
        var arrived = new TaskCompletionSource<EventSourceMapping>(TaskCreationOptions.RunContinuationsAsynchronously);
        _desk.Catalog.Changed += mapping => _ = mapping.Phase == phase && arrived.TrySetResult(mapping);
        return arrived.Task;
    }
}
