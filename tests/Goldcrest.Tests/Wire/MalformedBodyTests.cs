using System.Text;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Tests.Wire;

public sealed class MalformedBodyTests
{
    private const string Configuration = "/2015-03-31/functions/f/configuration";

    public static TheoryData<string> Malformed =>
    [
        "{",
        "}",
        "{\"Timeout\":3",
        "{\"Timeout\":3}}",
        "{\"Timeout\":3} x",
        "{\"Timeout\":03}",
        "{\"Timeout\":3,}",
        "{'Timeout':3}",
        "{\"Timeout\":3/**/}",
        "{\"Description\":\"a",
        "{\"Description\":\"\\u12\"}",
        "{\"Description\":\"a\nb\"}",
        "nul",
        $"{{\"x\":{new string('[', 100)}{new string(']', 100)}}}",
        $"{{\"Environment\":{string.Concat(Enumerable.Repeat("{\"a\":", 5000))}",
    ];

    public static TheoryData<string, string> WrongTypes => new()
    {
        { "{\"Timeout\":\"3\"}", "STRING_VALUE can not be converted to an Integer" },
        { "{\"Timeout\":3.5}", "NUMBER_VALUE can not be converted to an Integer" },
        { "{\"Timeout\":99999999999}", "NUMBER_VALUE can not be converted to an Integer" },
        { "{\"Timeout\":1e999}", "NUMBER_VALUE can not be converted to an Integer" },
        { "{\"Timeout\":true}", "TRUE_VALUE can not be converted to an Integer" },
        { "{\"Timeout\":[]}", "Start of list found where not expected" },
        { "{\"Timeout\":{}}", "Start of structure or map found where not expected." },
        { "{\"Description\":3}", "NUMBER_VALUE can not be converted to a String" },
        { "{\"Layers\":\"l\"}", "STRING_VALUE can not be converted to a list" },
        { "{\"Layers\":[3]}", "NUMBER_VALUE can not be converted to a String" },
        { "{\"Environment\":{\"Variables\":{\"aa\":1}}}", "NUMBER_VALUE can not be converted to a String" },
        { "{\"Environment\":\"x\"}", "STRING_VALUE can not be converted to a structure" },
        { "[]", "Start of list found where not expected" },
        { "3", "NUMBER_VALUE can not be converted to a structure" },
        { "{\"Description\":\"\\ud800\"}", "The request body holds text that is not valid UTF-8." },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_body_that_is_not_json_is_a_serialization_error(string body)
    {
        var response = await LambdaCall.SendAsync("PUT", Configuration, body);

        Assert.Equal((400, "SerializationException"), (response.Status, LambdaCall.ErrorType(response)));
        Assert.DoesNotContain("\"Type\"", LambdaCall.Text(response));
    }

    [Theory]
    [MemberData(nameof(WrongTypes))]
    public async Task A_value_of_another_type_is_a_serialization_error(string body, string message)
    {
        var response = await LambdaCall.SendAsync("PUT", Configuration, body);

        Assert.Equal((400, "SerializationException"), (response.Status, LambdaCall.ErrorType(response)));
        Assert.Equal(message, LambdaCall.Message(response));
    }

    [Fact]
    public async Task Invalid_utf8_is_a_serialization_error()
    {
        byte[] body = [.. "{\"Description\":\""u8, 0xff, 0xfe, .. "\"}"u8];

        var response = await LambdaCall.SendAsync(new RecordingHandlers(), "PUT", Configuration, body);

        Assert.Equal("SerializationException", LambdaCall.ErrorType(response));
    }

    [Fact]
    public async Task Text_that_is_no_number_in_path_or_query_is_a_serialization_error()
    {
        var inPath = await LambdaCall.SendAsync("GET", "/2018-10-31/layers/l/versions/one");
        var inQuery = await LambdaCall.SendAsync("GET", "/2015-03-31/functions?MaxItems=ten");

        Assert.Equal(("SerializationException", "'one' can not be converted to Long"), (LambdaCall.ErrorType(inPath), LambdaCall.Message(inPath)));
        Assert.Equal(("SerializationException", "'ten' can not be converted to Integer"), (LambdaCall.ErrorType(inQuery), LambdaCall.Message(inQuery)));
    }

    [Fact]
    public async Task An_empty_number_in_a_query_counts_as_none()
    {
        var handlers = new RecordingHandlers();

        await LambdaCall.SendAsync(handlers, "GET", "/2015-03-31/functions?MaxItems=");

        Assert.Null(Assert.IsType<ListFunctionsRequest>(handlers.Request).MaxItems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("  {\"Later\":{\"a\":[1,{\"b\":null}]},\"\\ud800\":1,\"Timeout\":null}  ")]
    public async Task An_empty_body_unknown_members_and_nulls_leave_members_null(string body)
    {
        var handlers = new RecordingHandlers();

        await LambdaCall.SendAsync(handlers, "PUT", Configuration, Encoding.UTF8.GetBytes(body));

        Assert.Equal(new UpdateFunctionConfigurationRequest { FunctionName = "f" }, handlers.Request);
    }

    [Fact]
    public async Task Of_duplicate_members_the_last_wins_and_maps_keep_their_order()
    {
        var handlers = new RecordingHandlers();
        var body = """{"Timeout":3,"Environment":{"Variables":{"zz":"1","aa":"2","zz":"3"}},"Timeout":4}"""u8.ToArray();

        await LambdaCall.SendAsync(handlers, "PUT", Configuration, body);

        var request = Assert.IsType<UpdateFunctionConfigurationRequest>(handlers.Request);
        Assert.Equal(4, request.Timeout);
        Assert.Equal([KeyValuePair.Create("zz", "3"), KeyValuePair.Create("aa", "2")], request.Environment!.Variables);
    }
}
