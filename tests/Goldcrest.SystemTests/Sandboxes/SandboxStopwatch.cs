using System.Diagnostics;
using System.Globalization;
using Goldcrest.Server.Sandboxes.Disks;
using Goldcrest.Server.Sandboxes.Linux;

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

            Print($"pause {pauseMs} ms", samples);
        }

        await MeasureDisksAsync(host.Directory, rounds);
        return 0;
    }

    private static async Task MeasureDisksAsync(string directory, int rounds)
    {
        using var loop = new EpollLoop("disks");
        var template = await DiskTemplate.MakeAsync(new HostPrograms(loop, TimeProvider.System), Path.Combine(directory, "template"), 512);
        var mountPoint = Path.Combine(directory, "mount");
        var samples = new Dictionary<string, List<double>> { ["image"] = [], ["unmount"] = [], ["tmpfs"] = [], ["untmpfs"] = [] };
        for (var round = 0; round < rounds; round++)
        {
            await Task.Delay(50);
            var start = Stopwatch.GetTimestamp();
            var disk = TmpDisk.OnImage(template, Path.Combine(directory, "image"), mountPoint);
            samples["image"].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            await disk.DisposeAsync();
            samples["unmount"].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            var memory = TmpDisk.InMemory(512, mountPoint);
            samples["tmpfs"].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            start = Stopwatch.GetTimestamp();
            await memory.DisposeAsync();
            samples["untmpfs"].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        Print("disk of 512 MiB", samples);
    }

    private static void Print(string what, Dictionary<string, List<double>> samples)
    {
        foreach (var (step, times) in samples)
        {
            times.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what,-16} {step,-10} median {times[times.Count / 2],6:f2}  min {times[0],6:f2}  p90 {times[times.Count * 9 / 10],6:f2} ms"));
        }
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
