using System.Text;
using Goldcrest.Core.Telemetry;

namespace Goldcrest.Tests.Telemetry;

public sealed class SubscriptionReadingTests
{
    private const string Http = """{"protocol":"HTTP","URI":"http://sandbox.localdomain:8080/logs?x=1"}""";

    [Fact]
    public void A_subscription_has_all_that_was_asked_for()
    {
        var (subscription, refusal) = Read(
            $$"""{"schemaVersion":"2022-12-13","types":["platform","function","extension"],"buffering":{"maxItems":1000,"maxBytes":1048576,"timeoutMs":25},"destination":{{Http}},"new":1}""");

        Assert.Null(refusal);
        Assert.Equal(
            new TelemetrySubscription(
                TelemetrySchema.Telemetry20221213,
                TelemetryTypes.Platform | TelemetryTypes.Function | TelemetryTypes.Extension,
                new TelemetryDestination.Http(8080, "/logs?x=1", "POST"),
                new TelemetryBuffering(1_000, 1_048_576, TimeSpan.FromMilliseconds(25))),
            subscription);
    }

    [Fact]
    public void What_is_not_said_has_the_defaults_of_AWS()
    {
        var (subscription, _) = Read("""{"schemaVersion":"2025-01-29","types":["platform"],"destination":{"protocol":"HTTP","URI":"http://sandbox"}}""");

        Assert.Equal(new TelemetryBuffering(10_000, 262_144, TimeSpan.FromSeconds(1)), subscription!.Buffering);
        Assert.Equal(new TelemetryDestination.Http(80, "/", "POST"), subscription.Destination);
    }

    [Fact]
    public void The_old_API_has_its_own_versions_and_may_ask_for_PUT()
    {
        var (subscription, _) = Read(
            """{"schemaVersion":"2020-08-15","types":["function"],"destination":{"protocol":"HTTP","URI":"http://sandbox:1/","method":"PUT","encoding":"JSON"}}""",
            isLogsApi: true);

        Assert.True(subscription!.IsOfLogsApi);
        Assert.Equal(new TelemetryDestination.Http(1, "/", "PUT"), subscription.Destination);
        Assert.NotNull(Read($$"""{"schemaVersion":"2022-07-01","types":["function"],"destination":{{Http}}}""", isLogsApi: true).Refusal);
        Assert.NotNull(Read($$"""{"schemaVersion":"2021-03-18","types":["function"],"destination":{{Http}}}""").Refusal);
    }

    [Fact]
    public void The_old_API_means_its_first_version_when_none_is_named()
    {
        var body = $$"""{"types":["function"],"destination":{{Http}}}""";

        Assert.Equal(TelemetrySchema.Logs20200815, Read(body, isLogsApi: true).Subscription!.Schema);
        Assert.NotNull(Read(body).Refusal);
    }

    [Fact]
    public void A_TCP_destination_is_a_port()
    {
        var (subscription, _) = Read("""{"schemaVersion":"2022-07-01","types":["extension"],"destination":{"protocol":"TCP","port":65535}}""");

        Assert.Equal(new TelemetryDestination.Tcp(65_535), subscription!.Destination);
    }

    [Theory]
    [InlineData("", "failed to parse JSON")]
    [InlineData("{\"schemaVersion\":\"\\ud800\"}", "failed to parse JSON")]
    [InlineData("[]", "schema validation error: the request must be an object")]
    [InlineData("{}", "schema validation error: schemaVersion is missing")]
    [InlineData("{\"schemaVersion\":1}", "schema validation error: schemaVersion must be a string")]
    [InlineData("{\"schemaVersion\":\"2022-07-02\"}", "schema validation error: schemaVersion is not one of this API")]
    public void A_body_that_is_none_is_refused(string body, string refusal)
    {
        Assert.Equal((null, refusal), Read(body));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"platform\"")]
    [InlineData("[\"platform\",\"secrets\"]")]
    [InlineData("[1]")]
    [InlineData("null")]
    public void Types_are_those_of_AWS_and_one_at_least(string types)
    {
        Assert.StartsWith("schema validation error: types", Read($$"""{"schemaVersion":"2022-07-01","types":{{types}},"destination":{{Http}}}""").Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{\"protocol\":\"UDP\",\"port\":1}")]
    [InlineData("{\"protocol\":\"http\",\"URI\":\"http://sandbox:1\"}")]
    [InlineData("{\"protocol\":\"HTTP\"}")]
    [InlineData("{\"protocol\":\"HTTP\",\"URI\":\"\"}")]
    [InlineData("{\"protocol\":\"HTTP\",\"URI\":\"/logs\"}")]
    [InlineData("{\"protocol\":\"HTTP\",\"URI\":\"https://sandbox:1\"}")]
    [InlineData("{\"protocol\":\"HTTP\",\"URI\":\"http://sandbox:9001/\"}")]
    [InlineData("{\"protocol\":\"HTTP\",\"URI\":\"http://sandbox:70000/\"}")]
    [InlineData("{\"protocol\":\"HTTP\",\"URI\":\"http://sandbox:0/\"}")]
    [InlineData("{\"protocol\":\"HTTP\",\"URI\":\"http://me@sandbox:1/\"}")]
    [InlineData("{\"protocol\":\"HTTP\",\"URI\":\"http://169.254.169.254:80/\"}")]
    [InlineData("{\"protocol\":\"HTTP\",\"URI\":\"http://localhost:80/\"}")]
    [InlineData("{\"protocol\":\"HTTP\",\"URI\":\"http://sandbox:1/\",\"method\":\"DELETE\"}")]
    [InlineData("{\"protocol\":\"TCP\"}")]
    [InlineData("{\"protocol\":\"TCP\",\"port\":0}")]
    [InlineData("{\"protocol\":\"TCP\",\"port\":65536}")]
    [InlineData("{\"protocol\":\"TCP\",\"port\":1.5}")]
    [InlineData("{\"protocol\":\"TCP\",\"port\":\"80\"}")]
    [InlineData("{\"protocol\":\"TCP\",\"port\":9001}")]
    public void A_destination_is_inside_the_sandbox_and_not_its_Runtime_API(string destination)
    {
        Assert.NotNull(Read($$"""{"schemaVersion":"2022-07-01","types":["function"],"destination":{{destination}}}""").Refusal);
    }

    [Theory]
    [InlineData("\"maxItems\":999")]
    [InlineData("\"maxItems\":10001")]
    [InlineData("\"maxBytes\":262143")]
    [InlineData("\"maxBytes\":1048577")]
    [InlineData("\"timeoutMs\":24")]
    [InlineData("\"timeoutMs\":30001")]
    [InlineData("\"timeoutMs\":1e99")]
    [InlineData("\"timeoutMs\":null")]
    public void Buffering_has_bounds(string member)
    {
        Assert.StartsWith(
            "schema validation error: " + member.Split('"')[1],
            Read($$$"""{"schemaVersion":"2022-07-01","types":["function"],"destination":{{{Http}}},"buffering":{{{{member}}}}}""").Refusal,
            StringComparison.Ordinal);
    }

    private static (TelemetrySubscription? Subscription, string? Refusal) Read(string body, bool isLogsApi = false) =>
        SubscriptionReading.Read(Encoding.UTF8.GetBytes(body), isLogsApi);
}
