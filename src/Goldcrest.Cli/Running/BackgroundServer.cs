using System.Diagnostics;

namespace Goldcrest.Cli.Running;

/// <summary>Starts and stops a server that outlives the command that started it.</summary>
internal static class BackgroundServer
{
    private const int TailLines = 20;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    // Longer than the server's own drain may take.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <param name="arguments">What the server is started with: <c>up</c> and its flags, without <c>--background</c>.</param>
    /// <returns>The endpoint, as soon as it answers.</returns>
    /// <exception cref="CommandFailure">It ended or did not get ready in time; carries the end of its log.</exception>
    public static async Task<RunningServer> StartAsync(
        string dataDirectory, IEnumerable<string> arguments, TimeProvider time, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(dataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var log = Path.Combine(dataDirectory, "goldcrest.log");
        var logStart = File.Exists(log) ? new FileInfo(log).Length : 0;
        using var server = Process.Start(StartInfo(log, arguments))!;

        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < StartPatience)
        {
            if (server.HasExited)
            {
                throw new CommandFailure($"The server ended before it was ready. The end of {log}:\n{Tail(log, logStart)}");
            }

            if (DataDirectoryLock.FindHolder(dataDirectory) is { Endpoint: not null } running && running.ProcessId == server.Id)
            {
                return running;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        StopSignals.SendTerminate(server.Id);
        throw new CommandFailure(
            $"The server was not ready after {StartPatience.TotalSeconds:0} s and was told to stop. The end of {log}:\n{Tail(log, logStart)}");
    }

    /// <returns>What happened, for the person who asked. Nothing running is no failure.</returns>
    /// <exception cref="CommandFailure">It is still there after a bounded wait, or may not be signalled.</exception>
    public static async Task<string> StopAsync(string dataDirectory, TimeProvider time, CancellationToken cancellationToken)
    {
        if (DataDirectoryLock.FindHolder(dataDirectory) is not { } running)
        {
            return $"No server is running on {dataDirectory}.";
        }

        if (!StopSignals.SendTerminate(running.ProcessId))
        {
            throw new CommandFailure($"Process {running.ProcessId} could not be signalled; stop it as the user who started it.");
        }

        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < StopPatience)
        {
            if (DataDirectoryLock.FindHolder(dataDirectory)?.ProcessId != running.ProcessId && !Directory.Exists($"/proc/{running.ProcessId}"))
            {
                return $"Stopped the server with process id {running.ProcessId}.";
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        throw new CommandFailure(
            $"Process {running.ProcessId} still runs {StopPatience.TotalSeconds:0} s after SIGTERM. Look at its log, or end it with: kill -9 {running.ProcessId}");
    }

    /// <summary>A new session, no terminal, output to the log: nothing ties the server to this command's life.</summary>
    private static ProcessStartInfo StartInfo(string log, IEnumerable<string> arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "goldcrest.dll");
        return new ProcessStartInfo(
            "/bin/sh",
            ["-c", "exec setsid \"$@\" >>\"$0\" 2>&1 </dev/null", log, Environment.ProcessPath!, program, .. arguments]);
    }

    private static string Tail(string log, long from)
    {
        if (!File.Exists(log))
        {
            return "(it wrote nothing)";
        }

        using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = from;
        using var reader = new StreamReader(stream);
        return string.Join('\n', reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(TailLines));
    }
}
