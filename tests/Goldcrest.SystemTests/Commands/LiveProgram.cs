using System.Diagnostics;
using Goldcrest.SystemTests.Serving;

namespace Goldcrest.SystemTests.Commands;

/// <summary>A command that is still running, such as one that follows a log.</summary>
internal sealed class LiveProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private LiveProgram(Process process) => _process = process;

    public int ProcessId => _process.Id;

    public static LiveProgram Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(GoldcrestServer.Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        return new LiveProgram(Process.Start(start)!);
    }

    /// <summary>Reads on until a line holds the text.</summary>
    /// <exception cref="TimeoutException">None did within two minutes.</exception>
    /// <exception cref="EndOfStreamException">The program ended before.</exception>
    public async Task<string> ReadUntilAsync(string text)
    {
        while (true)
        {
            var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
                ?? throw new EndOfStreamException(await _process.StandardError.ReadToEndAsync());
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    /// <param name="signal">As <c>kill</c> spells it, such as INT.</param>
    public void Signal(string signal) => SendSignal(_process.Id, signal);

    public static void SendSignal(int processId, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        kill.WaitForExit();
    }

    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await WaitAsync();
        }

        _process.Dispose();
    }
}
