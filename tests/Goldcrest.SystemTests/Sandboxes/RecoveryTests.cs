using System.Diagnostics;
using Goldcrest.Server.Sandboxes;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

public sealed class RecoveryTests
{
    [Fact]
    public async Task What_a_killed_server_left_is_gone_after_the_next_start()
    {
        var directory = Directory.CreateTempSubdirectory("goldcrest-killed-").FullName;
        using var server = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Goldcrest.SystemTests"), [ServerToKill.Switch, directory]) { RedirectStandardOutput = true })!;
        Assert.Equal(ServerToKill.Ready, await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        server.Kill();
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(Traces.Of(directory));
        await using var bystander = await Host.StartAsync();
        await using var untouched = await bystander.Launcher.CreateAsync(
            bystander.Spec(new CollectedOutput(), "/bin/sleep", "100"), TestContext.Current.CancellationToken);
        await untouched.StartAsync(TestContext.Current.CancellationToken);

        var next = await Host.StartAsync(directory);
        await next.Launcher.DisposeAsync();

        Assert.Empty(await Traces.LastingOfAsync(directory));
        Assert.False(untouched.Exited.IsCompleted);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Two_servers_do_not_share_a_data_directory()
    {
        await using var first = await Host.StartAsync();

        var second = Host.StartAsync(first.Directory);

        var fault = await Assert.ThrowsAsync<SandboxLaunchException>(() => second);
        Assert.Contains("another server", fault.Message, StringComparison.Ordinal);
    }
}
