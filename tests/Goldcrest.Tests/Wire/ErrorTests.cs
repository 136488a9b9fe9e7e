using System.Reflection;
using System.Text.Json;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Wire;

public sealed class ErrorTests
{
    public static TheoryData<string> ErrorShapes => [.. LambdaModel.Root.GetProperty("errors").EnumerateObject().Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(ErrorShapes))]
    public void Every_error_of_the_model_is_spelled_as_its_shape_spells_it(string shape)
    {
        var model = LambdaModel.Root.GetProperty("errors").GetProperty(shape);
        var members = LambdaModel.Shape(shape).GetProperty("members");
        var spelling = members.TryGetProperty("message", out _) ? "message" : "Message";

        var response = WireErrors.Render(Make(shape, "some text"), "id-1");

        using var body = JsonDocument.Parse(response.Body);
        Assert.Equal(model.GetProperty("status").GetInt32(), response.Status);
        Assert.Equal(model.GetProperty("code").GetString(), LambdaCall.ErrorType(response));
        Assert.Equal("some text", body.RootElement.GetProperty(spelling).GetString());
        Assert.Equal(
            model.GetProperty("fault").GetString() == "server" ? "Service" : "User",
            body.RootElement.GetProperty("Type").GetString());
        Assert.Contains(KeyValuePair.Create("x-amzn-RequestId", "id-1"), response.Headers);
    }

    [Fact]
    public void A_throttle_tells_its_reason_and_when_to_come_back()
    {
        var error = LambdaErrors.TooManyRequests("Rate Exceeded.", ThrottleReasonValues.CallerRateLimitExceeded, "3");

        var response = WireErrors.Render(error, "id-1");

        Assert.Equal("""{"Reason":"CallerRateLimitExceeded","Type":"User","message":"Rate Exceeded."}""", LambdaCall.Text(response));
        Assert.Contains(KeyValuePair.Create("Retry-After", "3"), response.Headers);
    }

    [Fact]
    public void A_throttle_without_reason_leaves_member_and_header_out()
    {
        var response = WireErrors.Render(LambdaErrors.TooManyRequests("Rate Exceeded."), "id-1");

        Assert.Equal("""{"Type":"User","message":"Rate Exceeded."}""", LambdaCall.Text(response));
        Assert.DoesNotContain(response.Headers, header => header.Key == "Retry-After");
    }

    [Fact]
    public void Errors_in_front_of_the_service_have_no_type()
    {
        Assert.Equal("""{"message":"m"}""", LambdaCall.Text(WireErrors.Render(WireErrors.Validation("m"), "id")));
        Assert.Equal("""{"Message":"m"}""", LambdaCall.Text(WireErrors.Render(WireErrors.RequestEntityTooLarge("m"), "id")));
        Assert.Equal("{}", LambdaCall.Text(WireErrors.Render(WireErrors.AccessDenied(null), "id")));
        Assert.Equal(404, WireErrors.Render(WireErrors.UnknownOperation(), "id").Status);
    }

    [Fact]
    public void Text_is_escaped_no_more_than_json_demands()
    {
        var response = WireErrors.Render(LambdaErrors.InvalidParameterValue("<a> & 'b' + \"c\" \u00e9"), "id");

        Assert.Equal("{\"Type\":\"User\",\"message\":\"<a> & 'b' + \\\"c\\\" \u00e9\"}", LambdaCall.Text(response));
    }

    private static WireError Make(string shape, string message)
    {
        var factory = typeof(LambdaErrors).GetMethod(shape[..^"Exception".Length], BindingFlags.Public | BindingFlags.Static)!;
        var arguments = factory.GetParameters().Select((_, index) => index == 0 ? message : null).ToArray();
        return (WireError)factory.Invoke(null, arguments)!;
    }
}
