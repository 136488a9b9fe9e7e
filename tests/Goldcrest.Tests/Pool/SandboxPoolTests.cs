using System.Collections.Concurrent;
using Goldcrest.Core.Invoke;
using Goldcrest.Server.Pool;
using Goldcrest.Server.Sandboxes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Pool;

public sealed class SandboxPoolTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_sandbox_that_is_free_is_used_again()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory);

        for (var i = 0; i < 5; i++)
        {
            await Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request()));
        }

        Assert.Single(factory.Rigs);
    }

    [Fact]
    public async Task Tenants_share_no_sandbox()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory);

        foreach (var tenant in new[] { "blue", "green", "blue", null, "green" })
        {
            await Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request() with { TenantId = tenant }));
        }

        Assert.Equal(3, factory.Rigs.Count);
    }

    [Fact]
    public async Task A_deployment_that_is_gone_takes_the_sandboxes_of_all_its_tenants_along()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory);
        await Until.EndAsync(pool.InvokeAsync(Versions.Create("d1"), Versions.Request() with { TenantId = "blue" }));
        await Until.EndAsync(pool.InvokeAsync(Versions.Create("d1"), Versions.Request() with { TenantId = "green" }));
        await Until.EndAsync(pool.InvokeAsync(Versions.Create("d2"), Versions.Request() with { TenantId = "blue" }));

        pool.OnDeploymentGone("d1");

        await Until.TrueAsync(() => pool.Count == 1);
        await Until.EndAsync(pool.InvokeAsync(Versions.Create("d2"), Versions.Request() with { TenantId = "blue" }));
        Assert.Equal(3, factory.Rigs.Count);
    }

    [Fact]
    public async Task Each_of_many_concurrent_invocations_has_a_sandbox_to_itself()
    {
        var running = new ConcurrentQueue<Action>();
        var factory = new RigFactory(_clock, SandboxRig.Program((_, session, invocation) => running.Enqueue(() => SandboxRig.Answer(session, invocation, []))));
        using var pool = Pool(factory);

        var all = Enumerable.Range(0, 20).Select(i => pool.InvokeAsync(Versions.Create(), Versions.Request($"r{i}"))).ToList();
        await Until.TrueAsync(() => running.Count == 20);

        Assert.Equal(20, factory.Rigs.Count);
        Array.ForEach([.. running], answer => answer());
        await Until.EndAsync(Task.WhenAll(all));
        Assert.Equal(20, pool.Count);
    }

    [Fact]
    public async Task Never_more_sandboxes_than_concurrent_invocations_are_made()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory);

        await Until.EndAsync(Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await pool.InvokeAsync(Versions.Create(), Versions.Request($"{worker}-{i}"));
            }
        }))));

        Assert.InRange(factory.Rigs.Count, 1, 8);
    }

    [Fact]
    public async Task A_caller_who_waits_for_a_boot_takes_a_sandbox_that_becomes_free()
    {
        Action? answer = null;
        var factory = new RigFactory(_clock, SandboxRig.Program((_, session, invocation) =>
        {
            if (invocation.RequestId == "b")
            {
                SandboxRig.Answer(session, invocation, []);
                return;
            }

            answer = () => SandboxRig.Answer(session, invocation, []);
        }));
        using var pool = Pool(factory);
        var first = pool.InvokeAsync(Versions.Create(), Versions.Request("a"));
        await Until.TrueAsync(() => answer is not null);
        factory.Hold();

        var second = pool.InvokeAsync(Versions.Create(), Versions.Request("b"));
        answer!();

        await Until.EndAsync(Task.WhenAll(first, second));
        Assert.Single(factory.Rigs);
        factory.Release();
    }

    [Fact]
    public async Task A_deployment_that_is_gone_loses_its_idle_sandboxes_at_once()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory);
        await Until.EndAsync(pool.InvokeAsync(Versions.Create("d1"), Versions.Request()));
        await Until.EndAsync(pool.InvokeAsync(Versions.Create("d2"), Versions.Request()));

        pool.OnDeploymentGone("d1");

        await Until.TrueAsync(() => factory.Rigs[0].Sandbox.Disposals == 1);
        Assert.Equal(1, pool.Count);
    }

    [Fact]
    public async Task A_deployment_that_is_gone_finishes_what_runs_and_is_removed_then()
    {
        Action? answer = null;
        var factory = new RigFactory(_clock, SandboxRig.Program((_, session, invocation) => answer = () => SandboxRig.Answer(session, invocation, "1"u8.ToArray())));
        using var pool = Pool(factory);
        var running = pool.InvokeAsync(Versions.Create(), Versions.Request());
        await Until.TrueAsync(() => answer is not null);

        pool.OnDeploymentGone("deployment-1");
        var disposedEarly = factory.Rigs[0].Sandbox.Disposals;
        answer!();

        Assert.IsType<InvokeOutcome.Responded>((await Until.EndAsync(running)).Outcome);
        await Until.TrueAsync(() => factory.Rigs[0].Sandbox.Disposals == 1);
        Assert.Equal(0, disposedEarly);
    }

    [Fact]
    public async Task A_sandbox_that_waited_too_long_is_removed_and_a_younger_one_kept()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory, new PoolOptions { IdleTimeout = TimeSpan.FromSeconds(60) });
        await Until.EndAsync(pool.InvokeAsync(Versions.Create("old"), Versions.Request()));
        _clock.Advance(TimeSpan.FromSeconds(30));
        await Until.EndAsync(pool.InvokeAsync(Versions.Create("young"), Versions.Request()));
        var timers = _clock.TimerCount;
        await pool.StartAsync(CancellationToken.None);
        await Until.TrueAsync(() => _clock.TimerCount > timers);

        _clock.Advance(TimeSpan.FromSeconds(30));
        await Until.TrueAsync(() => factory.Rigs[0].Sandbox.Disposals == 1);

        Assert.Equal((1, 0), (factory.Rigs[0].Sandbox.Disposals, factory.Rigs[1].Sandbox.Disposals));
        await pool.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_boot_that_fails_is_told_to_its_caller_and_leaves_nothing()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo) { StartFailure = new SandboxLaunchException("no") };
        using var pool = Pool(factory);

        await Assert.ThrowsAsync<SandboxLaunchException>(() => Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request())));

        await Until.TrueAsync(() => factory.Rigs[0].Pin.Disposals == 1);
        Assert.Equal((1, 0), (factory.Rigs[0].Sandbox.Disposals, pool.Count));
    }

    [Fact]
    public async Task A_function_works_again_when_the_host_does()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo) { CreateFailure = new SandboxLaunchException("no") };
        using var pool = Pool(factory);
        await Assert.ThrowsAsync<SandboxLaunchException>(() => Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request())));
        factory.CreateFailure = null;

        var result = await Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request()));

        Assert.IsType<InvokeOutcome.Responded>(result.Outcome);
    }

    [Fact]
    public async Task A_sandbox_that_failed_in_a_lease_is_not_given_to_another()
    {
        var factory = new RigFactory(_clock, SandboxRig.Program((sandbox, session, invocation) =>
        {
            if (invocation.RequestId == "bad")
            {
                sandbox.ResetFailure = new IOException("the control group is stuck");
                sandbox.Exit(code: 1);
                return;
            }

            SandboxRig.Answer(session, invocation, []);
        }));
        using var pool = Pool(factory);
        await Assert.ThrowsAsync<IOException>(() => Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request("bad"))));

        var result = await Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request("good")));

        Assert.IsType<InvokeOutcome.Responded>(result.Outcome);
        Assert.Equal(2, factory.Rigs.Count);
    }

    [Fact]
    public async Task Only_so_many_sandboxes_boot_at_once()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        factory.Hold();
        using var pool = Pool(factory, new PoolOptions { MaxConcurrentBoots = 3 });

        var all = Enumerable.Range(0, 10).Select(i => pool.InvokeAsync(Versions.Create(), Versions.Request($"r{i}"))).ToList();
        await Until.TrueAsync(() => factory.Begun == 3);

        Assert.Equal(3, factory.Begun);
        factory.Release();
        await Until.EndAsync(Task.WhenAll(all));
    }

    [Fact]
    public async Task Code_that_waits_in_INIT_does_not_keep_others_from_booting()
    {
        var factory = new RigFactory(_clock, (sandbox, session) => { });
        using var pool = Pool(factory, new PoolOptions { MaxConcurrentBoots = 1 });
        _ = pool.InvokeAsync(Versions.Create("slow"), Versions.Request());
        await Until.TrueAsync(() => _clock.TimerCount == 2);
        _ = pool.InvokeAsync(Versions.Create("other"), Versions.Request());

        var before = factory.Begun;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Until.TrueAsync(() => factory.Begun == 2);

        Assert.Equal(1, before);
    }

    [Fact]
    public async Task A_pool_that_stops_lets_an_invocation_end_and_then_removes_everything()
    {
        Action? answer = null;
        var factory = new RigFactory(_clock, SandboxRig.Program((_, session, invocation) => answer = () => SandboxRig.Answer(session, invocation, "1"u8.ToArray())));
        using var pool = Pool(factory);
        var running = pool.InvokeAsync(Versions.Create(), Versions.Request());
        await Until.TrueAsync(() => answer is not null);

        var stopping = pool.StopAsync(CancellationToken.None);
        var stoppedEarly = stopping.IsCompleted;
        answer!();
        await Until.EndAsync(stopping);

        Assert.False(stoppedEarly);
        Assert.IsType<InvokeOutcome.Responded>((await running).Outcome);
        Assert.Equal((0, 1), (pool.Count, factory.Rigs[0].Sandbox.Disposals));
    }

    [Fact]
    public async Task A_pool_that_stops_serves_who_already_waits_for_a_boot()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        factory.Hold();
        using var pool = Pool(factory);
        var waiting = pool.InvokeAsync(Versions.Create(), Versions.Request());

        var stopping = pool.StopAsync(CancellationToken.None);
        factory.Release();
        await Until.EndAsync(stopping);

        Assert.IsType<InvokeOutcome.Responded>((await waiting).Outcome);
        Assert.Equal(0, pool.Count);
    }

    [Fact]
    public async Task A_pool_that_stops_interrupts_what_runs_longer_than_the_bound()
    {
        var factory = new RigFactory(_clock, SandboxRig.Program((_, _, _) => { }));
        using var pool = Pool(factory);
        var running = pool.InvokeAsync(Versions.Create(timeoutSeconds: 900), Versions.Request());
        await Until.TrueAsync(() => factory.Rigs.Count == 1 && factory.Rigs[0].Sandbox.CpuLimits == 1);

        var stopping = pool.StopAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(29.9));
        var early = running.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await Until.EndAsync(stopping);

        Assert.False(early);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal((0, 1), (pool.Count, factory.Rigs[0].Sandbox.Disposals));
    }

    [Fact]
    public async Task A_host_without_patience_shortens_the_bound()
    {
        var factory = new RigFactory(_clock, SandboxRig.Program((_, _, _) => { }));
        using var pool = Pool(factory);
        var running = pool.InvokeAsync(Versions.Create(timeoutSeconds: 900), Versions.Request());
        await Until.TrueAsync(() => factory.Rigs.Count == 1 && factory.Rigs[0].Sandbox.CpuLimits == 1);

        await Until.EndAsync(pool.StopAsync(new CancellationToken(canceled: true)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_pool_that_stopped_takes_no_invocation()
    {
        using var pool = Pool(new RigFactory(_clock, SandboxRig.Echo));
        await Until.EndAsync(pool.StopAsync(CancellationToken.None));

        await Assert.ThrowsAsync<SandboxLaunchException>(() => pool.InvokeAsync(Versions.Create(), Versions.Request()));
    }

    [Fact]
    public async Task A_pool_does_not_end_before_a_removal_that_was_begun()
    {
        var factory = new RigFactory(_clock, SandboxRig.Echo);
        using var pool = Pool(factory);
        await Until.EndAsync(pool.InvokeAsync(Versions.Create(), Versions.Request()));
        factory.Rigs[0].Sandbox.HoldsDisposal = true;
        pool.OnDeploymentGone("deployment-1");

        var stopping = pool.StopAsync(CancellationToken.None);
        await Until.TrueAsync(() => factory.Rigs[0].Sandbox.Disposals == 1);

        Assert.False(stopping.IsCompleted);
        factory.Rigs[0].Sandbox.DisposalGate.SetResult();
        await Until.EndAsync(stopping);
    }

    private SandboxPool Pool(RigFactory factory, PoolOptions? options = null) => new(factory, options ?? new PoolOptions(), _clock, NullLogger<SandboxPool>.Instance);
}
