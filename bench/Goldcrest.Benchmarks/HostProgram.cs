using System.Diagnostics;

namespace Goldcrest.Benchmarks;

/// <summary>One of the host's programs, run to its end.</summary>
internal static class HostProgram
{
    /// <exception cref="InvalidOperationException">It failed; carries what it printed.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {errors.Trim()} {(await output).Trim()}");
        }
    }
}
