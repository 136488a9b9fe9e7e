using System.Text;
using Goldcrest.Cli.Client;
using Goldcrest.Server.Hosting;

namespace Goldcrest.Cli.Running;

/// <summary>The main job, seen at once: two samples deployed, invoked twice (cold, then warm), with answers and log lines.</summary>
internal static class Demo
{
    private static readonly (string Folder, string Runtime, string Handler)[] Samples =
    [
        ("hello-nodejs", "nodejs20.x", "index.handler"),
        ("hello-python", "python3.11", "app.handler"),
    ];

    /// <exception cref="CommandFailure">A sample could not be deployed, or answered with an error.</exception>
    public static async Task RunAsync(GoldcrestOptions options, string endpoint, TimeProvider time, TextWriter output, CancellationToken cancellationToken)
    {
        var connection = new Connection(new Uri(endpoint), options.Region, ClientKey.ReadRootKey(options.DataDirectory));
        using var client = new LambdaClient(connection, time);
        foreach (var (folder, runtime, handler) in Samples)
        {
            var path = Path.Combine(AppContext.BaseDirectory, "samples", folder);
            await new Deployment(path, folder, runtime, handler).RunAsync(client, cancellationToken);
            await output.WriteLineAsync($"deployed {folder} ({runtime}, {handler})");
            foreach (var start in (string[])["cold", "warm"])
            {
                var began = time.GetTimestamp();
                var answer = await client.InvokeAsync(folder, "{\"name\":\"Goldcrest\"}"u8.ToArray(), isTailWanted: true, cancellationToken);
                var took = time.GetElapsedTime(began);
                await output.WriteLineAsync($"  {start} invoke, {took.TotalMilliseconds:0.0} ms: {Encoding.UTF8.GetString(answer.Payload)}");
                foreach (var line in (answer.LogTail ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    await output.WriteLineAsync($"    | {line}");
                }

                if (answer.FunctionError is { } error)
                {
                    throw new CommandFailure($"The sample {folder} failed ({error}).");
                }
            }
        }
    }
}
