using System.CommandLine;
using Goldcrest.Cli.Client;

namespace Goldcrest.Cli.Commands;

internal static class DeployCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "The folder that holds the function's code." };
        var name = new Option<string?>("--name") { Description = "The function's name. Default: the folder's name." };
        var runtime = new Option<string>("--runtime") { Description = "Such as nodejs20.x, python3.11 or provided.al2023.", Required = true };
        var handler = new Option<string>("--handler") { Description = "Such as index.handler.", Required = true };
        var memory = new Option<int?>("--memory") { Description = "MiB of memory." };
        var timeout = new Option<int?>("--timeout") { Description = "Seconds an invocation may take." };
        var connection = new ConnectionOptions();
        var command = new Command("deploy", "Zips a folder and creates or updates a function from it.") { folder, name, runtime, handler, memory, timeout };
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed);
            var path = Path.GetFullPath(parsed.GetRequiredValue(folder));
            var deployment = new Deployment(path, parsed.GetValue(name) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), parsed.GetRequiredValue(runtime), parsed.GetRequiredValue(handler))
            {
                MemoryMiB = parsed.GetValue(memory),
                TimeoutSeconds = parsed.GetValue(timeout),
            };
            Console.WriteLine(await deployment.RunAsync(client, cancellationToken));
            return ExitCodes.Done;
        });
        return command;
    }
}
