using System.Diagnostics;
using Goldcrest.Server.Hosting;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Cli.Running;

/// <summary>Starts and stops a server that outlives the command that started it.</summary>
internal static class BackgroundServer
{
    private const int TailLines = 20;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    // What a stop may take besides the drain.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <param name="arguments">What the server is started with: <c>up</c> and its flags, without <c>--background</c>.</param>
    /// <returns>The endpoint, as soon as it answers.</returns>
    /// <exception cref="CommandFailure">It ended or did not get ready in time; carries the end of its log.</exception>
    public static async Task<RunningServer> StartAsync(
        GoldcrestOptions options, IEnumerable<string> arguments, TimeProvider time, CancellationToken cancellationToken)
    {
        var log = Path.Combine(options.DataDirectory, "goldcrest.log");
        var logStart = OpenLog(log, options);
        using var server = Process.Start(StartInfo(log, arguments))!;

        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < StartPatience)
        {
            if (server.HasExited)
            {
                throw new CommandFailure($"The server ended before it was ready. The end of {log}:\n{Tail(log, logStart)}");
            }

            if (DataDirectoryLock.FindHolder(options.DataDirectory) is { Endpoint: not null } running && running.ProcessId == server.Id)
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
    public static async Task<string> StopAsync(GoldcrestOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (DataDirectoryLock.FindHolder(options.DataDirectory) is not { } running)
        {
            return $"No server is running on {options.DataDirectory}.";
        }

        if (!StopSignals.SendTerminate(running.ProcessId))
        {
            throw new CommandFailure($"Process {running.ProcessId} could not be signalled; stop it as the user who started it.");
        }

        var patience = options.DrainTimeout + StopPatience;
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < patience)
        {
            if (DataDirectoryLock.FindHolder(options.DataDirectory)?.ProcessId != running.ProcessId && HasEnded(running.ProcessId))
            {
                return $"Stopped the server with process id {running.ProcessId}.";
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        throw new CommandFailure(
            $"Process {running.ProcessId} still runs {patience.TotalSeconds:0} s after SIGTERM. Look at its log, or end it with: kill -9 {running.ProcessId}");
    }

    /// <summary>True too for a process that is only waiting for its parent to notice: nothing of it is left but a number.</summary>
    private static bool HasEnded(int processId)
    {
        try
        {
            // "4711 (name) Z …", and a name may hold anything, even parentheses.
            var status = File.ReadAllText($"/proc/{processId}/stat");
            return status[(status.LastIndexOf(')') + 2)..].StartsWith('Z');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <returns>How long the log is so far.</returns>
    private static long OpenLog(string log, GoldcrestOptions options)
    {
        try
        {
            DataDirectoryLock.MakeDirectory(options.DataDirectory);
            using var file = new FileStream(log, FileMode.Append);
            return file.Length;
        }
        catch (Exception fault) when (StartException.From(fault, options) is { } known)
        {
            throw new CommandFailure(known.Message);
        }
    }

    /// <summary>A new session, no terminal, output to the log: nothing ties the server to this command's life.</summary>
    private static ProcessStartInfo StartInfo(string log, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(
            "/bin/sh",
            ["-c", "exec setsid \"$@\" >>\"$0\" 2>&1 </dev/null", log, .. MountNamespace.EntryCommand(), .. ThisProgram(), .. arguments]);
        var (name, value) = MountNamespace.EntryMark();
        start.Environment[name] = value;
        return start;
    }

    /// <summary>This program as it was started: by its own executable, or by <c>dotnet</c> and the name of its assembly.</summary>
    private static IEnumerable<string> ThisProgram() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "goldcrest.dll")]
            : [Environment.ProcessPath!];

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
