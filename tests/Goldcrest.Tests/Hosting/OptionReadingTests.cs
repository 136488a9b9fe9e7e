using Goldcrest.Server.Hosting;

namespace Goldcrest.Tests.Hosting;

public sealed class OptionReadingTests
{
    private static readonly Dictionary<string, string> NoFlags = [];

    [Fact]
    public void A_flag_wins_over_the_environment_and_that_over_the_file()
    {
        var environment = new Dictionary<string, string> { ["GOLDCREST_PORT"] = "2", ["GOLDCREST_REGION"] = "eu-west-1" };

        var (options, problems) = OptionReading.Read(
            """{ "port": 1, "region": "us-west-2", "idleTimeout": "30s" }""",
            environment.GetValueOrDefault,
            new Dictionary<string, string> { ["--port"] = "3" });

        Assert.Empty(problems);
        Assert.Equal((3, "eu-west-1", TimeSpan.FromSeconds(30)), (options.Port, options.Region, options.IdleTimeout));
    }

    [Fact]
    public void All_bad_options_are_listed_at_once()
    {
        var flags = new Dictionary<string, string> { ["--port"] = "99999", ["--account"] = "12", ["--idle-timeout"] = "soon", ["--data"] = "relative" };

        var (_, problems) = OptionReading.Read("""{ "colour": "red" }""", _ => null, flags);

        Assert.Equal(
            [
                "--idle-timeout must be a time such as 30s, 10m or 2h, not 'soon'.",
                "The configuration file has a member 'colour' that is no option.",
                "--port must be from 0 to 65535, not 99999.",
                "--data must be an absolute path, not 'relative'.",
                "--account must be 12 digits, not '12'.",
            ],
            problems);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{ broken")]
    public void A_file_that_is_no_object_is_a_problem(string configuration)
    {
        var (_, problems) = OptionReading.Read(configuration, _ => null, NoFlags);

        Assert.StartsWith("The configuration file must hold one JSON object", Assert.Single(problems));
    }

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("30s", 30_000)]
    [InlineData("10m", 600_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1d", 86_400_000)]
    public void A_duration_is_a_number_and_a_unit(string text, long milliseconds)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), OptionReading.TryParseDuration(text));
    }

    [Theory]
    [InlineData("10")]
    [InlineData("-1s")]
    [InlineData("1.5s")]
    [InlineData("1s\n")]
    [InlineData("999999999d")]
    public void Anything_else_is_no_duration(string text)
    {
        Assert.Null(OptionReading.TryParseDuration(text));
    }
}
