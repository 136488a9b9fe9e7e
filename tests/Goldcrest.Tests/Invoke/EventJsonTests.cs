using System.Text;
using System.Text.Json;
using Goldcrest.Core.Invoke;

namespace Goldcrest.Tests.Invoke;

public sealed class EventJsonTests
{
    private const string Prefix = "Could not parse request body into json: Could not parse payload into json: ";
    private const string Source = "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); ";

    private static readonly string[] Samples =
    [
        "{\"a\":[1,-2.5e+10,true,false,null,\"x\\u00e9\\n\"],\"b\":{\"c\":\"\u00e9\u20ac\U0001F600\"}}",
        "[[[]],{},\"\",0,-0,1E5]",
        " \t\r\n\"text\" \n",
        "{\"k\":{\"k\":{\"k\":[{\"k\":1.25}]}}}",
        "-12.5e-3",
    ];

    // Recorded from AWS, 2025-11-24 (test_lambda_invoke_payload_encoding_error).
    [Fact]
    public void The_recorded_refusal_of_a_bad_first_byte_is_given()
    {
        var flaw = EventJson.FindFlaw([0x99, 0x01]);

        Assert.Equal(
            Prefix + "Unexpected character ((CTRL-CHAR, code 153)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
            + Source + "line: 1, column: 1]",
            flaw);
    }

    // Recorded from AWS, 2025-11-24 (test_lambda_invoke_payload_encoding_error).
    [Fact]
    public void The_recorded_refusal_of_a_bad_byte_in_a_text_is_given()
    {
        var flaw = EventJson.FindFlaw([(byte)'"', 0x87, (byte)'"']);

        Assert.Equal(Prefix + "Invalid UTF-8 start byte 0x87" + Source + "line: 1, column: 3]", flaw);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData(" [ ] ")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("1e400")]
    [InlineData("\"\\u0000\"")]
    public void JSON_is_taken(string json)
    {
        Assert.Null(EventJson.FindFlaw(Encoding.UTF8.GetBytes(json)));
    }

    [Theory]
    [InlineData("\"abc", "Unexpected end-of-input: was expecting closing quote for a string value", 5)]
    [InlineData("hello", "Unrecognized token 'hello': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')", 6)]
    [InlineData("[1 2]", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", 4)]
    [InlineData("{\"a\" 1}", "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value", 6)]
    [InlineData("{a:1}", "Unexpected character ('a' (code 97)): was expecting double-quote to start field name", 2)]
    [InlineData("01", "Invalid numeric value: Leading zeroes not allowed", 2)]
    [InlineData("\"\\x\"", "Unrecognized character escape 'x' (code 120)", 4)]
    public void A_flaw_is_told_with_its_place(string json, string text, int column)
    {
        Assert.Equal($"{Prefix}{text}{Source}line: 1, column: {column}]", EventJson.FindFlaw(Encoding.UTF8.GetBytes(json)));
    }

    [Theory]
    [InlineData("{", "Object", 1, 2)]
    [InlineData("[1,", "Array", 1, 4)]
    [InlineData("[{},{\"a\":[]", "Object", 5, 12)]
    public void What_is_not_closed_is_told_with_where_it_begins(string json, string kind, int start, int column)
    {
        var place = Source.TrimStart('\n')[4..];

        Assert.Equal(
            $"{Prefix}Unexpected end-of-input: expected close marker for {kind} (start marker at {place}line: 1, column: {start}]){Source}line: 1, column: {column}]",
            EventJson.FindFlaw(Encoding.UTF8.GetBytes(json)));
    }

    [Fact]
    public void Lines_are_counted()
    {
        Assert.EndsWith("line: 3, column: 3]", EventJson.FindFlaw("{\n\n }]"u8), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFF{}")]
    [InlineData("\0{}")]
    [InlineData("{}\0")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("// comment\n1")]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    [InlineData("'a'")]
    [InlineData("1.")]
    [InlineData("1.e5")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("+1")]
    [InlineData("-")]
    [InlineData("--1")]
    [InlineData("tru")]
    [InlineData("truex")]
    [InlineData("{} {}")]
    [InlineData("]")]
    [InlineData("{]")]
    [InlineData("\"\u0001\"")]
    [InlineData("\"\t\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\")]
    [InlineData("\"\\u")]
    public void What_is_no_JSON_is_refused(string text)
    {
        Assert.StartsWith(Prefix, EventJson.FindFlaw(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EventJson.MaxDepth, true)]
    [InlineData(EventJson.MaxDepth + 1, false)]
    [InlineData(200_000, false)]
    public void Nesting_has_a_limit(int depth, bool isTaken)
    {
        var flaw = EventJson.FindFlaw(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)));

        Assert.Equal(isTaken, flaw is null);
        Assert.True(isTaken || flaw!.Contains("Document nesting depth (1001) exceeds the maximum allowed (1000", StringComparison.Ordinal), flaw);
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x28, 0xA1 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    [InlineData(new byte[] { 0xFF })]
    public void A_text_that_is_no_UTF8_is_refused(byte[] bytes)
    {
        byte[] json = [(byte)'{', (byte)'"', .. bytes, (byte)'"', (byte)':', (byte)'1', (byte)'}'];

        Assert.StartsWith(Prefix, EventJson.FindFlaw(json), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_cut_off_at_any_byte_is_refused_unless_what_is_left_is_JSON()
    {
        foreach (var whole in Samples.Select(Encoding.UTF8.GetBytes))
        {
            for (var length = 1; length <= whole.Length; length++)
            {
                Assert.Equal(IsJson(whole[..length]), EventJson.FindFlaw(whole.AsSpan(0, length)) is null);
            }
        }
    }

    [Fact]
    public void Mangled_events_are_judged_as_a_JSON_parser_judges_them()
    {
        var random = new Random(20_260_102);
        for (var round = 0; round < 30_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Samples[random.Next(Samples.Length)]).ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                Mangle(bytes, random);
            }

            byte[] mangled = [.. bytes];
            Assert.True(IsJson(mangled) == EventJson.FindFlaw(mangled) is null, Convert.ToHexString(mangled));
        }
    }

    private static void Mangle(List<byte> bytes, Random random)
    {
        const string Tokens = "{}[]\":,\\ue+-.0129tfn \n\u0001";
        var at = random.Next(bytes.Count);
        switch (random.Next(4))
        {
            case 0 when bytes.Count > 1:
                bytes.RemoveAt(at);
                break;
            case 1:
                bytes.Insert(at, (byte)Tokens[random.Next(Tokens.Length)]);
                break;
            case 2:
                bytes[at] = (byte)random.Next(256);
                break;
            default:
                bytes[at] = (byte)Tokens[random.Next(Tokens.Length)];
                break;
        }
    }

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = EventJson.MaxDepth });
            return HasWholeTexts(bytes);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Outside of texts the parser takes ASCII only.
    private static bool HasWholeTexts(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes);
}
