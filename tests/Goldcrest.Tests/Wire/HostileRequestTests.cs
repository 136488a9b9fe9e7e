using System.Text;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Wire;

/// <summary>Whatever a client sends is answered; nothing it sends is an exception.</summary>
public sealed class HostileRequestTests
{
    private static readonly string[] Pieces =
    [
        "/", "//", "%", "%2F", "%00", "%ff", "?", "=", "&", "\u00e9", "\ud800", "\0", "2015-03-31", "functions", "layers", "{FunctionName}", "..", "+",
        "\"", "{", "}", "[", "]", ":", ",", "null", "true", "1e400", "-", "0", "\\u", "\\ud800", "\"Timeout\":", "\"FunctionName\":", "\"Code\":{",
        "\"ZipFile\":\"=\"", "\"Tags\":{", "\"Layers\":[", " ", "\n",
    ];

    [Fact]
    public void No_random_request_line_makes_find_throw()
    {
        var random = new Random(20260101);

        for (var i = 0; i < 20_000; i++)
        {
            var match = LambdaService.Find(random.Next(2) == 0 ? "GET" : Scraps(random), "/2015-03-31/" + Scraps(random), Scraps(random));

            Assert.True(match is null || match.Value.Operation.Index < 85);
        }
    }

    [Fact]
    public async Task No_random_labels_queries_or_bodies_make_any_operation_throw()
    {
        var random = new Random(20260102);
        var dispatcher = new LambdaDispatcher(new RecordingHandlers());

        for (var i = 0; i < 20_000; i++)
        {
            var operation = LambdaService.Operations[random.Next(85)];
            var label = Scraps(random).Replace("/", string.Empty) + "x";
            var path = string.Join('/', operation.Uri.Split('?')[0].Split('/').Select(part => part.StartsWith('{') ? label : part));
            var query = operation.Uri.Contains('?') ? operation.Uri.Split('?')[1] : Scraps(random);
            var match = LambdaService.Find(operation.Method, path, query);
            Assert.NotNull(match);

            var response = await dispatcher.DispatchAsync(match.Value, Request(operation, path, query, random), LambdaCall.Context, TestContext.Current.CancellationToken);

            Assert.Contains(response.Status, new[] { 400, 418 });
        }
    }

    [Fact]
    public async Task Every_prefix_of_a_good_body_is_refused_politely()
    {
        var body = """{"FunctionName":"f","Role":"arn:aws:iam::111111111111:role/r","Code":{"ZipFile":"UEsFBgAA"},"Tags":{"a":"b"},"Layers":[]}"""u8.ToArray();

        for (var length = 1; length < body.Length; length++)
        {
            var response = await LambdaCall.SendAsync(new RecordingHandlers(), "POST", "/2015-03-31/functions", body.AsMemory(0, length));

            Assert.Equal("SerializationException", LambdaCall.ErrorType(response));
        }
    }

    [Fact]
    public async Task Patterns_do_not_run_away_on_hostile_text()
    {
        // 300 characters that nest in the pattern of host names, and then do not fit it.
        var host = string.Concat(Enumerable.Repeat("a-", 149)) + "!";
        var body = $$$"""{"FunctionName":"f","SelfManagedEventSource":{"Endpoints":{"KAFKA_BOOTSTRAP_SERVERS":["{{{host}}}"]} } }""";

        var response = await LambdaCall.SendAsync("POST", "/2015-03-31/event-source-mappings", body);

        Assert.Equal("ValidationException", LambdaCall.ErrorType(response));
    }

    [Fact]
    public async Task A_refusal_names_at_most_fifty_faults()
    {
        var filters = string.Join(',', Enumerable.Repeat("null", 1000));

        var response = await LambdaCall.SendAsync(
            "POST", "/2015-03-31/event-source-mappings", $$$"""{"FunctionName":"f","FilterCriteria":{"Filters":[{{{filters}}}]} }""");

        Assert.StartsWith("50 validation errors detected: Value null at 'filterCriteria.filters.1.member' failed", LambdaCall.Message(response));
    }

    [Fact]
    public async Task A_refusal_shows_at_most_ten_thousand_characters_of_a_value()
    {
        var body = $"{{\"Description\":\"{new string('d', 1_000_000)}\"}}";

        var response = await LambdaCall.SendAsync("PUT", "/2015-03-31/functions/f/configuration", body);

        Assert.Equal("ValidationException", LambdaCall.ErrorType(response));
        Assert.InRange(response.Body.Length, 10_000, 10_500);
    }

    private static WireRequest Request(WireOperation operation, string path, string query, Random random) => new()
    {
        Method = operation.Method,
        RawPath = path,
        RawQuery = query,
        Headers = new FixedHeaders(("X-Amz-Invocation-Type", Scraps(random))),
        Body = Encoding.UTF8.GetBytes((random.Next(2) == 0 ? "{" : string.Empty) + Scraps(random)),
    };

    private static string Scraps(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
