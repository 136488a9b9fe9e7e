using System.Diagnostics;
using Goldcrest.Cli.Client;

namespace Goldcrest.Benchmarks;

/// <summary>The real server in a process and data directory of its own, and a client that has its root key.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
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

    public static async Task<ServerUnderTest> StartAsync(CancellationToken cancellationToken)
    {
        var work = Directory.CreateTempSubdirectory("goldcrest-bench-").FullName;
        try
        {
            var start = new ProcessStartInfo(
                Environment.ProcessPath!,
                [Path.Combine(AppContext.BaseDirectory, "goldcrest.dll"), "up", "--data", Path.Combine(work, "data"), "--port", "0", "--log-level", "Warning"]);
            return new ServerUnderTest(work, await ChildServer.StartAsync(start, "goldcrest ready on ", cancellationToken));
        }
        catch
        {
            Directory.Delete(work, recursive: true);
            throw;
        }
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
