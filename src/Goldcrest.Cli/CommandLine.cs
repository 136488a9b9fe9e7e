using System.CommandLine;
using System.CommandLine.Help;
using Goldcrest.Cli.Client;
using Goldcrest.Cli.Commands;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Cli;

/// <summary>The <c>goldcrest</c> command: one program that is server and client.</summary>
internal static class CommandLine
{
    /// <summary>How the person called this program, for messages that tell what to type next.</summary>
    public static string Name { get; } = Environment.GetEnvironmentVariable("GOLDCREST_COMMAND") is { Length: > 0 } name ? ShellLines.Word(name) : "goldcrest";

    public static RootCommand Create() => new("Runs AWS Lambda functions on your own machine.")
    {
        UpCommand.Create(),
        EnvCommand.Create(),
        DeployCommand.Create(),
        InvokeCommand.Create(),
        LogsCommand.Create(),
        SignCommand.Create(),
        DoctorCommand.Create(),
        VersionCommand.Create(),
        ForwardedCommand.Create("test", "Builds, checks and tests this source tree; arguments go to the test programs."),
        ForwardedCommand.Create("bench", "Measures the server beside a floor and a peer, and prints a table."),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Create().Parse(args);
        var wantsHelp = parsed.Action is HelpAction;
        if (parsed.Errors.Count > 0 && !wantsHelp)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"goldcrest: {error.Message}");
            }

            var command = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
            await Console.Error.WriteLineAsync($"Try: {Name}{command} --help");
            return ExitCodes.Usage;
        }

        if (wantsHelp && parsed.CommandResult.Command.Name == UpCommand.Name)
        {
            UpCommand.Describe(parsed.CommandResult.Command);
        }

        try
        {
            // Signals belong to the commands: `up` drains on the first and leaves on the second.
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration);
        }
        catch (CommandFailure failure)
        {
            await Console.Error.WriteLineAsync($"goldcrest: {failure.Message}");
            return failure.ExitCode;
        }
        catch (SandboxLaunchException failure)
        {
            await Console.Error.WriteLineAsync($"goldcrest: {failure.Message}");
            return ExitCodes.Failed;
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync($"goldcrest: No answer from the server ({e.Message}). Is it running? Start it with: {Name} up");
            return ExitCodes.Failed;
        }
        catch (HttpIOException e)
        {
            await Console.Error.WriteLineAsync($"goldcrest: The server ended the connection in the middle of an answer ({e.Message}). Has it been stopped?");
            return ExitCodes.Failed;
        }
    }
}
