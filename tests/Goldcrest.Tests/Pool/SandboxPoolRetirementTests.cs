using Goldcrest.Core.Pool;
using Goldcrest.Server.Pool;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Pool;

public sealed class SandboxPoolRetirementTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_sandbox_that_is_too_old_serves_no_more_however_busy()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory, new PoolOptions { MaxAge = TimeSpan.FromHours(1) });
        for (var i = 0; i < 7; i++)
        {
            await Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request()));
            _clock.Advance(TimeSpan.FromMinutes(10));
        }

        await Until.TrueAsync(() => factory.Rigs[0].Sandbox.Disposals == 1);
        await Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request()));

        Assert.Equal(2, factory.Rigs.Count);
    }

    [Fact]
    public async Task A_sandbox_that_is_too_old_is_removed_while_it_waits()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory, new PoolOptions { MaxAge = TimeSpan.FromMinutes(1), IdleTimeout = TimeSpan.FromHours(1) });
        await Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request()));
        var timers = _clock.TimerCount;
        await pool.StartAsync(CancellationToken.None);
        await Until.TrueAsync(() => _clock.TimerCount > timers);

        _clock.Advance(TimeSpan.FromMinutes(1));

        await Until.TrueAsync(() => factory.Rigs[0].Sandbox.Disposals == 1);
        await pool.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_lease_lasts_until_extensions_are_done_and_the_caller_does_not_wait()
    {
        var asks = new List<Action>();
        var factory = new RigFactory(_clock, (sandbox, session) =>
        {
            var id = session.Extensions.Register("inside", ["INVOKE"]).Id!.Value;
            asks.Add(() => _ = session.Extensions.Next(id, CancellationToken.None));
            asks[^1]();
            SandboxRig.Echo(sandbox, session);
        });
        using var pool = Pool(factory);

        await Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request("a")));
        await Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request("b")));
        var whileBusy = factory.Rigs.Count;
        asks.ForEach(ask => ask());
        await Until.TrueAsync(() => factory.Rigs.All(rig => rig.Function.Phase == SandboxPhase.Idle));

        Assert.Equal(2, whileBusy);
    }

    private SandboxPool Pool(RigFactory factory, PoolOptions? options = null) => new(factory, options ?? new PoolOptions(), _clock, NullLogger<SandboxPool>.Instance);
}
