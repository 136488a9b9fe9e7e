using System.Diagnostics;
using System.Globalization;
using Goldcrest.Server.Sandboxes.Network;
using Goldcrest.SystemTests.Serving;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Goldcrest.SystemTests.Network;

/// <summary>A network namespace that a test made: a host, or a piece of the world, of which the machine that tests run on sees nothing.</summary>
internal sealed class NetworkSpace : IAsyncDisposable
{
    /// <summary>Longer than any test: should this process be killed, what it leaves goes by itself.</summary>
    private const string LongestLife = "1800";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _holder;

    private NetworkSpace(Process holder, SafeFileHandle handle)
    {
        _holder = holder;
        Handle = handle;
    }

    public SafeFileHandle Handle { get; }

    public string Path => $"/proc/{_holder.Id}/ns/net";

    public int HolderId => _holder.Id;

    public static async Task<NetworkSpace> MakeAsync()
    {
        var holder = Process.Start("/usr/bin/unshare", ["--net", "/usr/bin/sleep", LongestLife]);
        var own = Name("self");
        using var patience = new CancellationTokenSource(Patience);

        // It has left our namespace when it is the other program.
        while (Name($"{holder.Id}") == own || !File.ReadAllText($"/proc/{holder.Id}/comm").StartsWith("sleep", StringComparison.Ordinal))
        {
            await Task.Delay(10, patience.Token);
        }

        var space = new NetworkSpace(holder, File.OpenHandle($"/proc/{holder.Id}/ns/net"));
        await space.RunAsync("ip", "link", "set", "lo", "up");

        // A new namespace takes this over from the machine, where another test's server may have switched it on.
        await space.RunAsync("/bin/sh", "-c", "echo 0 > /proc/sys/net/ipv4/ip_forward");
        return space;
    }

    /// <summary>The start of a program inside.</summary>
    public ProcessStartInfo Command(string program, params IEnumerable<string> arguments) =>
        new("/usr/bin/nsenter", [$"--net={Path}", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };

    /// <summary>Runs a program inside to its end, which must be a good one.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var run = await ProgramRun.RunAsync("/usr/bin/nsenter", [$"--net={Path}", program, .. arguments], new Dictionary<string, string>());
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {run.Errors}");
        return run.Output;
    }

    /// <summary>Runs several ip commands.</summary>
    public async Task ConfigureAsync(params string[] commands)
    {
        foreach (var command in commands)
        {
            await RunAsync("ip", command.Split(' '));
        }
    }

    /// <summary>What servers have put up in this space as a host.</summary>
    public async Task<(string Links, string Tables, string Forwarding)> LookAsync() => (
        string.Join(' ', (await RunAsync("ip", "-brief", "link")).Split('\n').Where(line => line.StartsWith(HostLink.NamePrefix, StringComparison.Ordinal))),
        (await RunAsync("nft", "list", "tables")).Trim(),
        (await RunAsync("cat", "/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv6/conf/all/forwarding")).Trim().Replace('\n', ' '));

    public async ValueTask DisposeAsync()
    {
        Handle.Dispose();
        _holder.Kill();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
    }

    private static string? Name(string process) =>
        File.ResolveLinkTarget(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/ns/net"), returnFinalTarget: false)?.Name;
}
