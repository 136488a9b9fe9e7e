using Goldcrest.Cli;
using Goldcrest.Cli.Client;
using Goldcrest.Core.Identity;

namespace Goldcrest.Tests.Cli;

public sealed class ConnectionTests
{
    private const string NoData = "/nonexistent/goldcrest";

    private static readonly Dictionary<string, string> Exported = new()
    {
        ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:5000",
        ["AWS_ACCESS_KEY_ID"] = "AKIA",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
        ["AWS_DEFAULT_REGION"] = "eu-west-1",
    };

    [Fact]
    public void The_port_flag_wins_over_the_exported_endpoint()
    {
        Assert.Equal(new Uri("http://127.0.0.1:6000"), Connection.Choose(6000, NoData, Exported.GetValueOrDefault).Endpoint);
    }

    [Fact]
    public void The_usual_variables_name_endpoint_region_and_key()
    {
        var connection = Connection.Choose(null, null, Exported.GetValueOrDefault);

        Assert.Equal(new Connection(new Uri("http://127.0.0.1:5000"), "eu-west-1", new SigningKeyPair("AKIA", "secret")), connection);
    }

    [Fact]
    public void A_missing_root_key_is_told_with_the_command_that_makes_one()
    {
        var failure = Assert.Throws<CommandFailure>(() => Connection.Choose(6000, NoData, _ => null));

        Assert.Contains("up", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failed, failure.ExitCode);
    }
}
