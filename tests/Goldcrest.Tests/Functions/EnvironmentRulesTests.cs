using Goldcrest.Server.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class EnvironmentRulesTests
{
    [Fact]
    public void Four_kilobytes_of_json_are_the_limit()
    {
        // {"LARGE_VAR":"…"} has sixteen characters besides the value.
        var fits = new Dictionary<string, string> { ["LARGE_VAR"] = new('x', 4096 - 16) };
        var over = new Dictionary<string, string> { ["LARGE_VAR"] = new('x', 4096 - 15) };

        Assert.Null(EnvironmentRules.Refuse(fits));
        Assert.Equal(
            ("InvalidParameterValueException",
                "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. "
                + $"String measured: {{\"LARGE_VAR\":\"{over["LARGE_VAR"]}\"}}"),
            (EnvironmentRules.Refuse(over)!.Code, EnvironmentRules.Refuse(over)!.Message));
    }

    [Fact]
    public void What_was_measured_is_told_in_the_order_of_the_request()
    {
        var large = new string('y', 5000);

        var refusal = EnvironmentRules.Refuse(new Dictionary<string, string> { ["SMALL_VAR"] = "ok", ["LARGE_VAR"] = large });

        Assert.EndsWith($"String measured: {{\"SMALL_VAR\":\"ok\",\"LARGE_VAR\":\"{large}\"}}", refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_count_and_not_characters()
    {
        Assert.Null(EnvironmentRules.Refuse(new Dictionary<string, string> { ["A"] = new('é', 2000) }));
        Assert.NotNull(EnvironmentRules.Refuse(new Dictionary<string, string> { ["A"] = new('é', 2050) }));
    }

    [Fact]
    public void Names_that_lambda_sets_itself_are_reserved()
    {
        var refusal = EnvironmentRules.Refuse(
            new Dictionary<string, string> { ["AWS_REGION"] = "eu", ["MINE"] = "1", ["_HANDLER"] = "h", ["TZ"] = "CET", ["PATH"] = "/bin" });

        Assert.EndsWith("Reserved keys used in this request: AWS_REGION, _HANDLER", refusal!.Message, StringComparison.Ordinal);
    }

    /// <summary>Where arguments and variables end by a zero, what follows would be one of its own.</summary>
    [Fact]
    public void A_zero_in_a_value_is_refused()
    {
        var refusal = EnvironmentRules.Refuse(new Dictionary<string, string> { ["FINE"] = "1", ["X1"] = "v\0--ro-bind\0/etc\0/leak" });

        Assert.Equal("InvalidParameterValueException", refusal!.Code);
        Assert.EndsWith("contain the character U+0000. Keys used in this request: X1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LANG")]
    [InlineData("TZ")]
    [InlineData("PATH")]
    [InlineData("LD_LIBRARY_PATH")]
    [InlineData("NODE_PATH")]
    [InlineData("PYTHONPATH")]
    [InlineData("AWS_LAMBDA_EXEC_WRAPPER")]
    [InlineData("aws_region")]
    public void Names_that_have_a_default_only_are_free(string name)
    {
        Assert.Null(EnvironmentRules.Refuse(new Dictionary<string, string> { [name] = "x" }));
    }
}
