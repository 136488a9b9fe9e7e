using System.CommandLine;
using System.Diagnostics;
using Goldcrest.Cli.Client;

namespace Goldcrest.Cli.Commands;

internal static class EnvCommand
{
    private static readonly TimeSpan AwsPatience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The server's data directory." };
        var port = new Option<int?>("--port") { Description = "The server's port. Default: that of the server running on the data directory." };
        var region = new Option<string?>("--region") { Description = "The region to export. Default: that of the server running on the data directory." };
        var command = new Command("env", "Prints shell lines that point AWS clients at the server: eval \"$(goldcrest env)\"") { data, port, region };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // The variables that an earlier `env` exported must not decide what this one prints.
            static string? OwnEnvironment(string name) => name.StartsWith("AWS_", StringComparison.Ordinal) ? null : Environment.GetEnvironmentVariable(name);

            var directory = Connection.DataDirectory(parsed.GetValue(data), OwnEnvironment);
            var endpoint = Connection.ChooseEndpoint(parsed.GetValue(port), directory, isDataGiven: true, OwnEnvironment);
            var chosenRegion = parsed.GetValue(region) ?? Connection.ChooseRegion(directory, OwnEnvironment);
            var connection = new Connection(endpoint, chosenRegion, ClientKey.ReadRootKey(directory));
            var hasProxy = Environment.GetEnvironmentVariable("http_proxy") is { Length: > 0 } || Environment.GetEnvironmentVariable("HTTP_PROXY") is { Length: > 0 };
            var aws = AwsCliVersion.TryParse(await FindAwsVersionAsync(cancellationToken));
            foreach (var line in ShellLines.For(connection, aws, hasProxy))
            {
                Console.WriteLine(line);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    /// <returns>What <c>aws --version</c> says, or null when there is no answer.</returns>
    private static async Task<string?> FindAwsVersionAsync(CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(AwsPatience);
        try
        {
            using var aws = Process.Start(new ProcessStartInfo("aws", ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true });
            // The oldest ones print it to standard error.
            var errors = aws!.StandardError.ReadToEndAsync(bounded.Token);
            return await aws.StandardOutput.ReadToEndAsync(bounded.Token) + await errors;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
