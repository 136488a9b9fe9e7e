using Goldcrest.Server.Functions;
using Goldcrest.Tests.Wire;

namespace Goldcrest.Tests.Functions;

public sealed class SupportedRuntimesTests
{
    [Theory]
    [InlineData("nodejs16.x")]
    [InlineData("nodejs24.x")]
    [InlineData("python3.8")]
    [InlineData("python3.14")]
    [InlineData("ruby3.3")]
    [InlineData("ruby4.0")]
    [InlineData("dotnet8")]
    [InlineData("java25")]
    [InlineData("java8.al2")]
    [InlineData("provided.al2")]
    [InlineData("provided.al2023")]
    public void A_runtime_that_AWS_accepts_can_be_had(string runtime)
    {
        Assert.Null(SupportedRuntimes.Refuse(runtime));
    }

    [Theory]
    [InlineData("nodejs14.x")]
    [InlineData("python3.7")]
    [InlineData("go1.x")]
    [InlineData("provided")]
    [InlineData("java8")]
    public void A_runtime_of_the_past_is_no_longer_supported(string runtime)
    {
        var refusal = SupportedRuntimes.Refuse(runtime);

        Assert.Equal(
            ("InvalidParameterValueException",
                $"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. "
                + "We recommend you use a supported runtime while creating or updating functions."),
            (refusal!.Code, refusal.Message));
    }

    [Theory]
    [InlineData("non-existent-runtime")]
    [InlineData("PYTHON3.9")]
    [InlineData("")]
    public void An_unknown_runtime_is_told_which_there_are(string runtime)
    {
        var refusal = SupportedRuntimes.Refuse(runtime);

        Assert.StartsWith($"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [", refusal!.Message, StringComparison.Ordinal);
        Assert.EndsWith("] or be a valid ARN", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_runtime_of_the_model_has_an_answer_of_its_own()
    {
        var known = LambdaModel.Shape("Runtime").GetProperty("enum").EnumerateArray().Select(value => value.GetString()!);

        Assert.DoesNotContain(known, runtime => SupportedRuntimes.Refuse(runtime)?.Message?.Contains("or be a valid ARN", StringComparison.Ordinal) == true);
    }
}
