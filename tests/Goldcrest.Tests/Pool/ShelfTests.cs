using Goldcrest.Server.Pool;

namespace Goldcrest.Tests.Pool;

public sealed class ShelfTests
{
    private readonly Shelf _shelf = new();

    [Fact]
    public async Task The_sandbox_used_last_is_taken_first()
    {
        var (older, younger) = (Sandbox(), Sandbox());
        await FillAsync(older, younger);
        _shelf.TryPutBack(older);
        _shelf.TryPutBack(younger);

        Assert.Same(younger, _shelf.TakeOrWait().Idle);
        Assert.Same(older, _shelf.TakeOrWait().Idle);
    }

    [Fact]
    public async Task Who_waits_longest_is_served_first()
    {
        var first = _shelf.TakeOrWait().Turn!;
        var second = _shelf.TakeOrWait().Turn!;
        var sandbox = Sandbox();

        _shelf.TryPutBooted(sandbox);

        Assert.Same(sandbox, await first);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task A_boot_that_fails_is_told_to_nobody_while_others_suffice()
    {
        var first = _shelf.TakeOrWait().Turn!;
        var second = _shelf.TakeOrWait().Turn!;
        var sandbox = Sandbox();
        _shelf.TryPutBooted(sandbox);
        await first;
        var third = _shelf.TakeOrWait().Turn!;
        _shelf.TryPutBack(sandbox);
        await second;

        _shelf.FailBoot(new InvalidOperationException("one of two boots for one caller"));

        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task A_boot_that_fails_is_told_when_no_other_comes()
    {
        var turn = _shelf.TakeOrWait().Turn!;

        _shelf.FailBoot(new InvalidOperationException("no"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => turn);
    }

    [Fact]
    public async Task A_boot_is_not_begun_when_everybody_was_served()
    {
        var sandbox = Sandbox();
        await FillAsync(sandbox);
        var turn = _shelf.TakeOrWait().Turn!;
        _shelf.TryPutBack(sandbox);
        await turn;

        Assert.False(_shelf.TryBeginBoot());
    }

    [Fact]
    public async Task A_closed_shelf_serves_who_waits_and_keeps_nothing()
    {
        var turn = _shelf.TakeOrWait().Turn!;
        _shelf.Close();
        var sandbox = Sandbox();

        Assert.True(_shelf.TryPutBooted(sandbox));
        Assert.Same(sandbox, await turn);
        Assert.False(_shelf.TryPutBack(sandbox));
    }

    [Fact]
    public async Task A_shelf_is_unused_only_when_nothing_is_on_it_lent_or_on_its_way()
    {
        var turn = _shelf.TakeOrWait().Turn!;
        var whileBooting = _shelf.TryCloseUnused();
        var sandbox = Sandbox();
        _shelf.TryPutBooted(sandbox);
        await turn;
        var whileLeased = _shelf.TryCloseUnused();
        _shelf.TryPutBack(sandbox);
        var whileIdle = _shelf.TryCloseUnused();
        _shelf.TakeOld(DateTimeOffset.MaxValue, DateTimeOffset.MinValue);

        Assert.Equal((false, false, false, true), (whileBooting, whileLeased, whileIdle, _shelf.TryCloseUnused()));
    }

    private static FunctionSandbox Sandbox() => new SandboxRig(SandboxRig.Echo).Function;

    /// <summary>As many leases as sandboxes, all taken.</summary>
    private async Task FillAsync(params FunctionSandbox[] sandboxes)
    {
        var turns = sandboxes.Select(_ => _shelf.TakeOrWait().Turn!).ToList();
        foreach (var sandbox in sandboxes)
        {
            _shelf.TryPutBooted(sandbox);
        }

        await Task.WhenAll(turns);
    }
}
