using System.Text.Json.Nodes;
using Xunit;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>A fixture that is wrong has to fail.</summary>
public sealed class AnswerComparerTests
{
    private const string First = "6a3e0bb1-95f1-4f0a-b0f0-0d9a8d9d1a55";
    private const string Second = "0f6c1d52-1f0e-4d6c-9a9b-5f1a2b3c4d5e";

    [Theory]
    [InlineData("{}", "{\"A\":1}", "$.A: is one too many, 1")]
    [InlineData("{}", "{\"A\":null}", "$.A: is one too many, null")]
    [InlineData("{\"A\":1}", "{}", "$.A: is missing, expected 1")]
    [InlineData("{\"A\":1}", "{\"A\":null}", "$.A: expected 1, got null")]
    [InlineData("{\"A\":1}", "{\"A\":\"1\"}", "$.A: expected 1, got \"1\"")]
    [InlineData("{\"A\":\"1\"}", "{\"A\":1}", "$.A: expected 1 (String), got 1")]
    [InlineData("{\"A\":true}", "{\"A\":\"true\"}", "$.A: expected true, got \"true\"")]
    [InlineData("{\"A\":0.2}", "{\"A\":0.25}", "$.A: expected 0.2, got 0.25")]
    [InlineData("{\"A\":{}}", "{\"A\":[]}", "$.A: expected {}, got []")]
    [InlineData("{\"A\":[1,2]}", "{\"A\":[1]}", "$.A: expected 2 items, got 1: [1]")]
    [InlineData("{\"A\":[{\"B\":1}]}", "{\"A\":[{\"B\":2}]}", "$.A[0].B: expected 1, got 2")]
    [InlineData("\"<uuid>\"", "\"no-uuid\"", "$: expected <uuid>, got \"no-uuid\"")]
    [InlineData("\"<uuid>\"", "\"6A3E0BB1-95F1-4F0A-B0F0-0D9A8D9D1A55\"", "$: expected <uuid>, got \"6A3E0BB1-95F1-4F0A-B0F0-0D9A8D9D1A55\"")]
    [InlineData("\"<date>\"", "\"2026-11-21T10:11:12Z\"", "$: expected <date>, got \"2026-11-21T10:11:12Z\"")]
    [InlineData("\"<epoch>\"", "\"1763719872.5\"", "$: expected <epoch> (Number), got \"1763719872.5\"")]
    [InlineData("\"<epoch>\"", "1763719872.1234", "$: expected <epoch>, got 1763719872.1234")]
    [InlineData("\"a.b\"", "\"axb\"", "$: expected a.b, got \"axb\"")]
    [InlineData("{\"$json\":{\"A\":1,\"B\":2}}", "\"{\\\"B\\\":2,\\\"A\\\":1}\"", "$$json: its members come in another order, B, A")]
    [InlineData("{\"$json\":{\"A\":1}}", "\"{ \\\"A\\\":1}\"", "$: is not JSON as it is written on one line: { \"A\":1}")]
    [InlineData("{\"$json\":{\"A\":1}}", "{\"A\":1}", "$: expected JSON in a text, got {\"A\":1}")]
    public void A_difference_is_told_with_its_place(string expected, string actual, string difference)
    {
        var differences = new AnswerComparer(new Captures()).Compare(JsonNode.Parse(expected), JsonNode.Parse(actual));

        Assert.Equal([difference], differences);
    }

    [Theory]
    [InlineData("{\"A\":1,\"B\":[true,null,\"x\"]}", "{\"B\":[true,null,\"x\"],\"A\":1}")]
    [InlineData("\"<date>\"", "\"2026-11-21T10:11:12.345+0000\"")]
    [InlineData("\"<epoch>\"", "1763719872.123")]
    [InlineData("\"in <uuid:a> and <uuid:a>\"", $"\"in {First} and {First}\"")]
    [InlineData("{\"$json\":{\"A\":\"<uuid:a>\"}}", $"\"{{\\\"A\\\":\\\"{First}\\\"}}\"")]
    public void What_is_alike_has_no_difference(string expected, string actual)
    {
        var differences = new AnswerComparer(new Captures()).Compare(JsonNode.Parse(expected), JsonNode.Parse(actual));

        Assert.Empty(differences);
    }

    [Fact]
    public void A_placeholder_keeps_the_value_that_it_met_first()
    {
        var comparer = new AnswerComparer(new Captures());

        Assert.Empty(comparer.Compare("<uuid:a>", First));
        Assert.Empty(comparer.Compare("<uuid:a>", First));
        Assert.Equal([$"$: expected <uuid:a> (uuid:a = {First}), got \"{Second}\""], comparer.Compare("<uuid:a>", Second));
    }

    [Fact]
    public void Two_names_of_one_kind_stand_for_two_values()
    {
        var comparer = new AnswerComparer(new Captures());

        Assert.Empty(comparer.Compare("<uuid:a>", First));
        Assert.Equal([$"$: <uuid:b> has to differ from <uuid:a>, and both are {First}"], comparer.Compare("<uuid:b>", First));
        Assert.Empty(comparer.Compare("<uuid:b>", Second));
    }

    [Fact]
    public void Values_that_were_met_fill_parameters()
    {
        var captures = new Captures();
        captures.Define("size:hello", JsonValue.Create(7));

        Assert.Null(captures.Match("<uuid:a>", First));
        Assert.Equal(
            $$"""{"Id":"{{First}}","Text":"7 bytes","Flag":true}""",
            captures.Fill(JsonNode.Parse("""{"Id":"<uuid:a>","Text":"<size:hello> bytes","Flag":true}"""))!.ToJsonString());
        Assert.Throws<InvalidDataException>(() => captures.Fill("<uuid:b>"));
        Assert.Throws<InvalidDataException>(() => captures.Match("<no-such-kind>", First));
    }

    [Fact]
    public void A_sum_is_that_of_known_numbers()
    {
        var captures = new Captures();
        captures.Define("size:one", JsonValue.Create(7));
        captures.Define("size:two", JsonValue.Create(5));
        var comparer = new AnswerComparer(captures);
        var expected = JsonNode.Parse("""{"$sum":["<size:one>","<size:two>","<size:one>"]}""");

        Assert.Empty(comparer.Compare(expected, 19));
        Assert.Equal(["$: expected 19, got 18"], comparer.Compare(expected, 18));
        Assert.Equal(["$: expected 19, got \"19\""], comparer.Compare(expected, "19"));
    }

    [Fact]
    public void A_shape_has_the_members_of_the_one_it_is_like_but_for_those_that_it_names()
    {
        var shapes = new Shapes(
            JsonNode.Parse("""{"base":{"A":1,"B":{"C":2}},"more":{"$like":"base","A":null,"D":[{"$like":"base"}]}}""")!.AsObject());

        Assert.Equal("""{"B":3,"D":[{"A":1,"B":{"C":2}}]}""", shapes.Expand(JsonNode.Parse("""{"$like":"more","B":3}"""))!.ToJsonString());
        Assert.Throws<InvalidDataException>(() => shapes.Expand(JsonNode.Parse("""{"$like":"base","Z":null}""")));
        Assert.Throws<InvalidDataException>(() => shapes.Expand(JsonNode.Parse("""{"$like":"none"}""")));
    }

    [Fact]
    public void What_the_sdk_hides_is_found_on_the_wire()
    {
        var answer = JsonNode.Parse("""{"A":1,"StatusCode":200}""")!.AsObject();

        var hidden = new SdkAnswer(200, null, null, """{"A":"1","Unknown":null}""", answer, null, null).Hidden();

        Assert.Equal(["on the wire $.A: expected 1, got \"1\"", "on the wire $.Unknown: is one too many, null"], hidden);
    }
}
