using Goldcrest.Server.Pool;
using Goldcrest.Server.RuntimeApi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Pool;

public sealed class SandboxReserveTests
{
    private static readonly Action<ScriptedSandbox, RuntimeSession> Failing = (sandbox, _) => sandbox.Exit(1);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_snapshot_is_made_once_and_the_first_invocation_starts_from_it()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory);

        var flaw = await Until.EndAsync(pool.MakeAsync(Versions.Snapshot(), CancellationToken.None));
        var waiting = factory.Rigs.Count;
        await Until.EndAsync(pool.InvokeAsync(Versions.Snapshot(), Versions.Request()));

        Assert.Null(flaw);
        Assert.Equal(1, waiting);
        Assert.Equal(1, factory.Rigs[0].Log.Lines.Count(line => line.StartsWith("START", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_taken_is_made_anew_off_the_path_up_to_its_number()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory, new PoolOptions { SnapStartReady = 3 });
        await Until.EndAsync(pool.MakeAsync(Versions.Snapshot(), CancellationToken.None));
        await Until.TrueAsync(() => pool.Count == 3);

        await Until.EndAsync(pool.InvokeAsync(Versions.Snapshot(), Versions.Request()));

        await Until.TrueAsync(() => pool.Count == 4);
    }

    [Fact]
    public async Task INIT_that_fails_makes_no_snapshot_and_leaves_nothing()
    {
        var factory = new RigFactory(_clock, Failing);
        using var pool = Pool(factory);

        var flaw = await Until.EndAsync(pool.MakeAsync(Versions.Snapshot(), CancellationToken.None));

        Assert.Equal("FunctionError.RuntimeInitError", flaw?.Code);
        Assert.Equal(0, pool.Count);
    }

    [Fact]
    public async Task Nothing_is_kept_where_none_is_wanted()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory, new PoolOptions { SnapStartReady = 0 });

        var flaw = await Until.EndAsync(pool.MakeAsync(Versions.Snapshot(), CancellationToken.None));

        Assert.Null(flaw);
        await Until.TrueAsync(() => pool.Count == 0);
    }

    [Fact]
    public async Task All_versions_together_have_a_bound()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory, new PoolOptions { SnapStartReady = 2, MaxSnapStartReady = 3 });

        foreach (var deployment in new[] { "d1", "d2", "d3" })
        {
            pool.Keep(Versions.Snapshot(deployment));
        }

        await Until.TrueAsync(() => pool.Count == 3);
        Assert.Equal(3, factory.Begun);
    }

    [Fact]
    public async Task A_version_that_is_gone_takes_what_waits_along()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory);
        await Until.EndAsync(pool.MakeAsync(Versions.Snapshot("d1"), CancellationToken.None));

        pool.OnDeploymentGone("d1");

        await Until.TrueAsync(() => pool.Count == 0);
    }

    [Fact]
    public async Task One_that_is_made_for_a_version_that_is_gone_meanwhile_is_removed()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory);
        factory.Hold();
        pool.Keep(Versions.Snapshot("d1"));

        pool.OnDeploymentGone("d1");
        factory.Release();

        await Until.TrueAsync(() => factory.Rigs is [var rig] && rig.Sandbox.Disposals == 1);
        Assert.Equal(0, pool.Count);
    }

    [Fact]
    public void A_failure_is_followed_by_a_pause()
    {
        var reserve = new SandboxReserve(each: 1, most: 10, pause: TimeSpan.FromMinutes(1), _clock);
        reserve.Keep(Versions.Snapshot("d1"));

        var first = reserve.Begin().Count;
        reserve.End("d1", made: null);
        var soon = reserve.Begin().Count;
        _clock.Advance(TimeSpan.FromMinutes(1));
        var later = reserve.Begin().Count;

        Assert.Equal((1, 0, 1), (first, soon, later));
    }

    [Fact]
    public async Task A_server_that_stops_does_not_wait_for_INIT_that_nobody_waits_for()
    {
        var factory = new RigFactory(_clock, (_, _) => { });
        using var pool = Pool(factory);
        pool.Keep(Versions.Snapshot());
        await Until.TrueAsync(() => factory.Rigs is [var rig] && rig.Sandbox.Starts == 1);

        await Until.EndAsync(pool.StopAsync(CancellationToken.None));

        Assert.Equal((1, 0), (factory.Rigs[0].Sandbox.Disposals, pool.Count));
        await Assert.ThrowsAsync<OperationCanceledException>(() => pool.MakeAsync(Versions.Snapshot(), CancellationToken.None));
    }

    private SandboxPool Pool(RigFactory factory, PoolOptions? options = null) => new(factory, options ?? new PoolOptions(), _clock, NullLogger<SandboxPool>.Instance);
}
