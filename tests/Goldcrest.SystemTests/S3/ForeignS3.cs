using System.Diagnostics;
using Goldcrest.SystemTests.Clients;

namespace Goldcrest.SystemTests.S3;

/// <summary>An S3 service that nobody here wrote, in a process of its own on a free port of 127.0.0.1.</summary>
internal sealed class ForeignS3 : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ForeignS3(Process process, string endpoint) => (_process, Endpoint) = (process, endpoint);

    public string Endpoint { get; }

    /// <summary>Key and endpoint, for a client of it and for a server that fetches from it.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL"] = Endpoint,
        ["AWS_ACCESS_KEY_ID"] = "AKIATESTTESTTESTTEST",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
        ["AWS_REGION"] = "us-east-1",
    };

    public static async Task<ForeignS3> StartAsync()
    {
        var start = new ProcessStartInfo("/usr/bin/node", [SourceTree.PathOf("tests/Goldcrest.SystemTests/js/s3.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        var endpoint = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return endpoint is not null ? new ForeignS3(process, endpoint) : throw new InvalidOperationException("s3.mjs ended before it was ready.");
    }

    /// <param name="bucket">Made for them.</param>
    public async Task PutAsync(string bucket, params (string Key, byte[] Content)[] objects)
    {
        using var files = new TemporaryFiles();
        await ClientProgram.RunAsync(
            ClientProgram.JavaScript, "s3-put", Variables, [bucket, .. objects.SelectMany(item => new[] { item.Key, files.Add(item.Content) })]);
    }

    /// <summary>Ends it, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
