using Goldcrest.Server.Sandboxes;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>A process that starts sandboxes and waits to be killed.</summary>
internal static class ServerToKill
{
    public const string Switch = "--server-to-kill";
    public const string Ready = "sandboxes run";
    private const int Sandboxes = 3;

    public static async Task<int> RunAsync(string dataDirectory)
    {
        var host = await Host.StartAsync(dataDirectory, new NetworkOptions());
        for (var i = 0; i < Sandboxes; i++)
        {
            var output = new CollectedOutput();
            var sandbox = await host.Launcher.CreateAsync(host.Spec(output, "/bin/sh", "-c", "echo up; exec sleep 1000"), CancellationToken.None);
            await sandbox.StartAsync(CancellationToken.None);
            await output.WaitForAsync("up");
            if (i == 0)
            {
                sandbox.Freeze();
            }
        }

        Console.WriteLine(Ready);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
