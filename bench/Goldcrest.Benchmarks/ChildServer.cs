using System.Diagnostics;
using System.Text;

namespace Goldcrest.Benchmarks;

/// <summary>A server in a process of its own, alive until disposed.</summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ChildServer(Process process) => _process = process;

    /// <summary>The rest of the line that announced readiness.</summary>
    public string Announced { get; private set; } = "";

    public int ProcessId => _process.Id;

    /// <param name="readyMark">The server is ready when it prints a line holding this text.</param>
    /// <exception cref="InvalidOperationException">It ended, or did not get ready in time; carries what it printed.</exception>
    public static async Task<ChildServer> StartAsync(ProcessStartInfo start, string readyMark, CancellationToken cancellationToken)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new ChildServer(new Process { StartInfo = start, EnableRaisingEvents = true });
        server._process.OutputDataReceived += (_, line) => server.Read(line.Data, readyMark, ready);
        server._process.ErrorDataReceived += (_, line) => server.Read(line.Data, readyMark, ready);
        server._process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"{start.FileName} ended:\n{server._output}"));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            server.Announced = await ready.Task.WaitAsync(StartPatience, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Processor time that the process has taken so far, on all cores together.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <returns>Resident memory of the process now, in MB of a million bytes.</returns>
    public double ResidentMegabytes()
    {
        _process.Refresh();
        return _process.WorkingSet64 / 1e6;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            try
            {
                await _process.WaitForExitAsync().WaitAsync(StopPatience);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private void Read(string? line, string readyMark, TaskCompletionSource<string> ready)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.IndexOf(readyMark, StringComparison.Ordinal) is { } at and >= 0)
        {
            ready.TrySetResult(line[(at + readyMark.Length)..].Trim());
        }
    }
}
