using System.Globalization;
using Goldcrest.Server.Sandboxes.Cgroups;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Invoke;

public sealed class FrozenSandboxTests(SharedServer shared)
{
    private const string Ticker = """
        import threading, time
        ticks = 0
        def tick():
            global ticks
            while True:
                ticks += 1
                time.sleep(0.005)
        threading.Thread(target=tick, daemon=True).start()
        def handler(event, context):
            return {"ticks": ticks, "stream": context.log_stream_name}
        """;

    [Fact]
    public async Task A_thread_in_the_background_stands_still_between_invocations()
    {
        using var client = await FunctionClient.ForAsync(shared);
        var name = await client.DeployPythonAsync(Ticker);
        var stream = (await client.InvokeAsync(name, "{}")).Json.GetProperty("stream").GetString()!;
        var process = InsideProcesses.Find(stream)[0];

        await FunctionClient.UntilAsync(() => Task.FromResult(IsFrozen(process)));
        var (before, since) = (CountSwitches(process), TimeProvider.System.GetTimestamp());
        await FunctionClient.UntilAsync(() => Task.FromResult(TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromMilliseconds(200)));
        var after = CountSwitches(process);
        var again = await client.InvokeAsync(name, "{}");

        Assert.Equal(before, after);
        Assert.Equal((stream, null), (again.Json.GetProperty("stream").GetString(), again.FunctionError));
    }

    private static bool IsFrozen(int process)
    {
        var layout = CgroupLayout.OfThisHost();
        var line = File.ReadLines($"/proc/{process}/cgroup").First(line => line.Contains(layout.IsVersion2 ? "::" : ":freezer:", StringComparison.Ordinal));
        var group = line[(line.LastIndexOf(':') + 1)..];
        return layout.IsVersion2
            ? File.ReadAllText(layout.FileOf("", group, "cgroup.events")).Contains("frozen 1", StringComparison.Ordinal)
            : File.ReadAllText(layout.FileOf("freezer", group, "freezer.state")).Trim() == "FROZEN";
    }

    /// <summary>How often the process's threads went to sleep by themselves: the ticking one does so 200 times a second.</summary>
    private static int CountSwitches(int process) => Directory.EnumerateDirectories($"/proc/{process}/task")
        .SelectMany(thread => File.ReadLines(thread + "/status"))
        .Where(line => line.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal))
        .Sum(line => int.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture));
}
