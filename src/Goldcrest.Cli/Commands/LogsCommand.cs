using System.CommandLine;
using System.Globalization;
using Goldcrest.Cli.Running;
using Goldcrest.Server.Hosting;

namespace Goldcrest.Cli.Commands;

internal static class LogsCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The function." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Waits for more lines until interrupted." };
        var since = new Option<string?>("--since") { Description = "Only lines younger than this, such as 10m." };
        var connection = new ConnectionOptions();
        var command = new Command("logs", "Prints what a function logged.") { name, follow, since };
        connection.AddTo(command);
        command.SetAction(async parsed =>
        {
            using var client = connection.Connect(parsed);
            using var signals = new StopSignals();
            var sinceMs = Since(parsed.GetValue(since), TimeProvider.System);
            try
            {
                await foreach (var line in client.ReadLogsAsync(parsed.GetRequiredValue(name), sinceMs, parsed.GetValue(follow), signals.Token))
                {
                    var at = DateTimeOffset.FromUnixTimeMilliseconds(line.Timestamp).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                    await Console.Out.WriteLineAsync($"{at} {line.Message.TrimEnd('\n')}");
                }
            }
            catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
            {
                // Interrupting is how one ends a followed log.
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static long? Since(string? text, TimeProvider time)
    {
        if (text is null)
        {
            return null;
        }

        return OptionReading.TryParseDuration(text) is { } age
            ? (time.GetUtcNow() - age).ToUnixTimeMilliseconds()
            : throw new CommandFailure($"--since must be a time such as 30s, 10m or 2h, not '{text}'.", ExitCodes.Usage);
    }
}
