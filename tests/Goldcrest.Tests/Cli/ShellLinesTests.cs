using Goldcrest.Cli.Client;
using Goldcrest.Core.Identity;

namespace Goldcrest.Tests.Cli;

public sealed class ShellLinesTests
{
    private static readonly Connection Local = new(new Uri("http://127.0.0.1:4566"), "us-east-1", new SigningKeyPair("AKIA", "it's"));

    [Theory]
    [InlineData("aws-cli/2.9.19 Python/3.11.2 Linux/6.1 source/x86_64.debian.12", false)]
    [InlineData("aws-cli/2.13.0 Python/3.11.4", true)]
    [InlineData("aws-cli/1.28.9 Python/3.11.4", false)]
    [InlineData("aws-cli/1.45.11 Python/3.11.7", true)]
    public void Only_an_old_aws_cli_gets_a_function_that_passes_the_endpoint(string version, bool readsVariable)
    {
        var lines = ShellLines.For(Local, AwsCliVersion.TryParse(version), hasProxy: false);

        Assert.Equal(!readsVariable, lines.Any(line => line.StartsWith("aws() {", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_an_aws_cli_there_is_no_function()
    {
        Assert.DoesNotContain(ShellLines.For(Local, null, hasProxy: false), line => line.StartsWith("aws()", StringComparison.Ordinal));
    }

    [Fact]
    public void A_quote_in_a_secret_stays_inside_its_word()
    {
        Assert.Contains(@"export AWS_SECRET_ACCESS_KEY='it'\''s';", ShellLines.For(Local, null, hasProxy: false));
    }

    [Theory]
    [InlineData("/var/lib/goldcrest", "/var/lib/goldcrest")]
    [InlineData("/my data", "'/my data'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("", "''")]
    public void A_word_is_quoted_only_when_a_shell_would_read_more_into_it(string text, string word)
    {
        Assert.Equal(word, ShellLines.Word(text));
    }
}
