using Goldcrest.Cli.Client;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Hosting;

namespace Goldcrest.Cli.Running;

/// <summary>One run of the server in this process, from the lock on its data directory to the end of its drain.</summary>
internal sealed class ServeRun(GoldcrestOptions options, bool isDemo, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(30);

    /// <summary>A server that was killed holds its lock until the kernel has taken it apart; a busy machine takes its time for that.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    /// <returns>The exit code of the server; failed when it never answered.</returns>
    /// <exception cref="CommandFailure">The data directory or the port is taken or cannot be used.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var held = await TakeAsync(stop);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var bound = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var serving = GoldcrestHost.RunAsync(options, bound.SetResult, ending.Token);
        var greeting = GreetAsync(bound.Task, held, ending.Token);
        try
        {
            // A greeting that fails must not leave a server running that nobody was told of.
            if (await Task.WhenAny(serving, greeting) == greeting && !greeting.IsCompletedSuccessfully)
            {
                await ending.CancelAsync();
            }

            var code = await serving;
            if (bound.Task.IsCompleted)
            {
                await greeting;
            }

            return code;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Done;
        }
        catch (StartException refused)
        {
            throw new CommandFailure(refused.Message);
        }
    }

    public static CommandFailure AlreadyServed(string dataDirectory, RunningServer? holder) => new(
        holder is null
            ? $"Another server is starting on {dataDirectory}. Choose another directory with --data DIR."
            : $"A server with process id {holder.ProcessId} already serves {dataDirectory}. Stop it with {CommandLine.Name} up --stop, or choose another directory with --data DIR.");

    /// <returns>What a person needs to know before the ready line.</returns>
    public static IEnumerable<string> Introduction(GoldcrestOptions options)
    {
        yield return $"data       {options.DataDirectory}";
        yield return options.Dev
            ? "mode       dev: any credentials are accepted; only for this machine's tests"
            : "mode       signed requests only; the root key is in the data directory";
        if (options.IsolationInForce == Isolation.Process)
        {
            yield return "isolation  process: WITHOUT ROOT functions share this machine's network and your user, and nothing limits their memory, CPU or disk;";
            yield return "           run only code that you trust, or start the server with sudo";
        }

        yield return $"next       eval \"$({CommandLine.Name} env{DataFlag(options)})\" && aws lambda list-functions";
    }

    /// <returns>The flag that other commands need to find this server; empty for the default directory.</returns>
    public static string DataFlag(GoldcrestOptions options) =>
        options.DataDirectory == GoldcrestOptions.DefaultDataDirectory ? "" : $" --data {ShellLines.Word(options.DataDirectory)}";

    /// <remarks>One that serves is told at once. Who holds the lock and is neither serving nor dead, starts; both are waited for.</remarks>
    private async Task<DataDirectoryLock> TakeAsync(CancellationToken stop)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (TryTake() is { } held)
            {
                return held;
            }

            var holder = DataDirectoryLock.FindHolder(options.DataDirectory);
            if (holder is not null || time.GetElapsedTime(began) > LockPatience)
            {
                throw AlreadyServed(options.DataDirectory, holder);
            }

            await Task.Delay(LockPause, time, stop);
        }
    }

    private DataDirectoryLock? TryTake()
    {
        try
        {
            return DataDirectoryLock.TryTake(options.DataDirectory);
        }
        catch (Exception fault) when (StartException.From(fault, options) is { } known)
        {
            throw new CommandFailure(known.Message);
        }
    }

    private async Task GreetAsync(Task<string> bound, DataDirectoryLock held, CancellationToken cancellationToken)
    {
        var endpoint = await bound.WaitAsync(cancellationToken);
        if (!await Readiness.WaitAsync(endpoint, ReadyPatience, time, cancellationToken))
        {
            throw new CommandFailure($"The server is bound to {endpoint} but did not answer within {ReadyPatience.TotalSeconds:0} s.");
        }

        if (isDemo)
        {
            await Demo.RunAsync(options, endpoint, time, output, cancellationToken);
        }

        foreach (var line in Introduction(options))
        {
            await output.WriteLineAsync(line);
        }

        await output.WriteLineAsync($"goldcrest ready on {endpoint}");
        await output.FlushAsync(cancellationToken);

        // Last, because a command that waits for this file may end its own output with the ready line.
        held.Announce(endpoint, options.Region);
    }
}
