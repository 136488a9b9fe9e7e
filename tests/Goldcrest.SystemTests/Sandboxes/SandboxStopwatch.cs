using System.Diagnostics;
using System.Globalization;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>Where the time of a sandbox's life goes. Run by hand: <c>--measure-sandboxes 30</c>.</summary>
internal static class SandboxStopwatch
{
    private static readonly string[] Steps = ["create", "start", "first byte", "exit", "dispose"];

    public static async Task<int> RunAsync(int rounds)
    {
        await using var host = await Host.StartAsync();
        foreach (var pauseMs in (int[])[30, 300])
        {
            var samples = Steps.ToDictionary(step => step, _ => new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                await Task.Delay(pauseMs);
                await OnceAsync(host, samples);
            }

            foreach (var (step, times) in samples)
            {
                times.Sort();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"pause {pauseMs,3} ms  {step,-10} median {times[rounds / 2],6:f2}  min {times[0],6:f2}  p90 {times[rounds * 9 / 10],6:f2} ms"));
            }
        }

        return 0;
    }

    private static async Task OnceAsync(Host host, Dictionary<string, List<double>> samples)
    {
        var output = new CollectedOutput();
        var last = Stopwatch.GetTimestamp();
        void Took(int step)
        {
            samples[Steps[step]].Add(Stopwatch.GetElapsedTime(last).TotalMilliseconds);
            last = Stopwatch.GetTimestamp();
        }

        var sandbox = await host.Launcher.CreateAsync(host.Spec(output, "/usr/bin/echo", "up"), CancellationToken.None);
        Took(0);
        await sandbox.StartAsync(CancellationToken.None);
        Took(1);
        await output.WaitForAsync("up");
        Took(2);
        await sandbox.Exited;
        Took(3);
        await sandbox.DisposeAsync();
        Took(4);
    }
}
