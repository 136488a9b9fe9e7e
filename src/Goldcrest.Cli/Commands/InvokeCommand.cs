using System.CommandLine;
using System.Text;

namespace Goldcrest.Cli.Commands;

internal static class InvokeCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The function: name, name:qualifier or ARN." };
        var payload = new Option<string>("--payload") { Description = "The event as JSON, or @file.", DefaultValueFactory = _ => "{}" };
        var tail = new Option<bool>("--tail") { Description = "Also prints the end of the log, to standard error." };
        var connection = new ConnectionOptions();
        var command = new Command("invoke", "Invokes a function and prints its answer.") { name, payload, tail };
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = connection.Connect(parsed);
            var bytes = ReadPayload(parsed.GetRequiredValue(payload));
            var answer = await client.InvokeAsync(parsed.GetRequiredValue(name), bytes, parsed.GetValue(tail), cancellationToken);
            await Console.Error.WriteAsync(answer.LogTail);
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(answer.Payload, cancellationToken);
            await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
            return answer.FunctionError is null ? ExitCodes.Done : throw new CommandFailure($"The function failed ({answer.FunctionError}).");
        });
        return command;
    }

    private static byte[] ReadPayload(string text)
    {
        if (!text.StartsWith('@'))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        return File.Exists(text[1..]) ? File.ReadAllBytes(text[1..]) : throw new CommandFailure($"There is no file {text[1..]}.", ExitCodes.Usage);
    }
}
