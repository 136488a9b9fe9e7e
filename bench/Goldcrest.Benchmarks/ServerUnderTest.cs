using System.Diagnostics;
using System.Text.Json.Nodes;
using Goldcrest.Cli.Client;

namespace Goldcrest.Benchmarks;

/// <summary>The real server in a process and data directory of its own, and a client that has its root key.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private const string Registry = "bench.local";

    private readonly ChildServer _process;

    private ServerUnderTest(string work, ChildServer process)
    {
        Work = work;
        _process = process;
        Client = new LambdaClient(
            new Connection(new Uri(process.Announced), "us-east-1", ClientKey.ReadRootKey(Path.Combine(work, "data"))), TimeProvider.System);
    }

    /// <summary>A directory that goes with the server.</summary>
    public string Work { get; }

    public LambdaClient Client { get; }

    /// <summary>The program to measure; by default the one that was built along with this harness.</summary>
    public static string Program { get; set; } = Path.Combine(AppContext.BaseDirectory, "goldcrest.dll");

    /// <param name="flags">Beside those that every server is started with.</param>
    public static async Task<ServerUnderTest> StartAsync(CancellationToken cancellationToken, params string[] flags)
    {
        var work = Directory.CreateTempSubdirectory("goldcrest-bench-").FullName;
        try
        {
            var start = new ProcessStartInfo(
                Environment.ProcessPath!,
                [Program, "up", "--data", Path.Combine(work, "data"), "--port", "0", "--log-level", "Warning", "--image-sources", $"{Registry}={work}", .. flags]);
            return new ServerUnderTest(work, await ChildServer.StartAsync(start, "goldcrest ready on ", cancellationToken));
        }
        catch
        {
            Directory.Delete(work, recursive: true);
            throw;
        }
    }

    /// <summary>Makes the function and waits until it is active.</summary>
    /// <param name="more">Members of its configuration that only a new function can have.</param>
    public async Task DeployAsync(EchoFunction function, int memoryMiB, CancellationToken cancellationToken, JsonObject? more = null)
    {
        var folder = await function.WriteToAsync(Work, cancellationToken);
        if (function.Runtime is not { } runtime)
        {
            await DeployImageAsync(function, memoryMiB, cancellationToken);
            return;
        }

        await new Deployment(folder, function.Name, runtime, function.Handler) { MemoryMiB = memoryMiB, TimeoutSeconds = 60, More = more }
            .RunAsync(Client, cancellationToken);
    }

    private async Task DeployImageAsync(EchoFunction function, int memoryMiB, CancellationToken cancellationToken)
    {
        var request = new JsonObject
        {
            ["FunctionName"] = function.Name,
            ["Role"] = "arn:aws:iam::000000000000:role/bench",
            ["PackageType"] = "Image",
            ["Code"] = new JsonObject { ["ImageUri"] = $"{Registry}/{function.Name}" },
            ["MemorySize"] = memoryMiB,
            ["Timeout"] = 60,
        };
        await Client.CreateFunctionAsync(request, cancellationToken);
        await Client.WaitUntilActiveAsync(function.Name, cancellationToken);
    }

    /// <returns>Resident memory of the process now, in MB of a million bytes.</returns>
    public double ResidentMegabytes() => _process.ResidentMegabytes();

    /// <inheritdoc cref="ChildServer.ProcessorTime"/>
    public TimeSpan ProcessorTime() => _process.ProcessorTime();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(Work, recursive: true);
    }
}
