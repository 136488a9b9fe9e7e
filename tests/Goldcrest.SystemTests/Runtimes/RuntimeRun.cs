using System.Diagnostics;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>One life of a runtime: started as a plain process, fed its events, ended when it wants more than there are.</summary>
internal sealed record RuntimeRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public required IReadOnlyList<RuntimePost> Posts { get; init; }

    /// <summary>Null when the runtime was still serving and had to be killed.</summary>
    public required int? ExitCode { get; init; }

    public required string Output { get; init; }

    public required string Errors { get; init; }

    public required IReadOnlyList<LogFrame> Frames { get; init; }

    /// <exception cref="TimeoutException">The runtime neither took all events nor ended.</exception>
    public static async Task<RuntimeRun> StartAsync(RuntimeSetup setup, params RuntimeEvent[] events)
    {
        await using var api = await FakeRuntimeApi.StartAsync(events, setup.PostStatus, CancellationToken.None);
        var framesFile = Path.GetTempFileName();
        try
        {
            using var process = Process.Start(setup.ToStartInfo(api.Address, framesFile))!;
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var exited = process.WaitForExitAsync(CancellationToken.None);
            var ended = false;
            try
            {
                await Task.WhenAny(exited, api.Drained).WaitAsync(Patience);
                // A runtime on its way out may have asked once more: its exit code is what counts.
                ended = !api.Drained.IsCompleted || process.HasExited;
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill();
                }
            }

            await exited;
            return new RuntimeRun
            {
                Posts = api.Posts,
                ExitCode = ended ? process.ExitCode : null,
                Output = await output,
                Errors = await errors,
                Frames = LogFrame.ReadAll(await File.ReadAllBytesAsync(framesFile)),
            };
        }
        finally
        {
            File.Delete(framesFile);
        }
    }
}
