using System.CommandLine;
using Goldcrest.Cli.Client;

namespace Goldcrest.Cli.Commands;

/// <summary>The two flags every client command takes.</summary>
internal sealed class ConnectionOptions
{
    public Option<int?> Port { get; } = new("--port") { Description = "The server's port on this machine. Default: AWS_ENDPOINT_URL, else the running server's." };

    public Option<string?> Data { get; } = new("--data") { Description = "The server's data directory, for its port and root key." };

    public void AddTo(Command command)
    {
        command.Options.Add(Port);
        command.Options.Add(Data);
    }

    public LambdaClient Connect(ParseResult parsed) =>
        new(Connection.Choose(parsed.GetValue(Port), parsed.GetValue(Data), Environment.GetEnvironmentVariable), TimeProvider.System);
}
