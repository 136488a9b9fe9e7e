using System.Text.Json;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Clients;

/// <summary>Refusals as clients raise them: the class, the code and the text that programs branch on, and no second try.</summary>
public sealed class ClientRefusalTests(SharedServer shared)
{
    private const string Source = "tests/fixtures/functions/clients/app.py";
    private const string Constraints =
        "2 validation errors detected: Value 'nobody' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: "
        + @"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+; "
        + @"Value 'a b' at 'handler' failed to satisfy constraint: Member must satisfy regular expression pattern: [^\s]+";

    [Theory]
    [InlineData(ClientProgram.Boto3, "ClientError")]
    [InlineData(ClientProgram.JavaScript, "LambdaServiceException")]
    public async Task Sdks_raise_what_the_service_means_and_do_not_try_again(string client, string general)
    {
        var server = await shared.GetAsync();
        var zip = await CodeZip.OfAsync(Source);
        await using var function = await TestFunction.CreateAsync(server, zip);
        using var files = new TemporaryFiles();

        var facts = await ClientProgram.RunAsync(client, "refusals", server.ClientVariables, function.Name, files.Add(zip));

        var arn = "arn:aws:lambda:us-east-1:000000000000:function:" + function.Name;
        AssertRefused(facts, "missing", "ResourceNotFoundException", null, 404, "User", $"Function not found: {arn}-missing");
        AssertRefused(facts, "taken", "ResourceConflictException", null, 409, "User", $"Function already exist: {function.Name}");
        AssertRefused(facts, "garbage", "InvalidParameterValueException", null, 400, "User", "Could not unzip uploaded file. Please check your file, then try to upload again.");
        AssertRefused(facts, "constraints", "ValidationException", general, 400, null, Constraints);
        AssertRefused(facts, "notJson", "InvalidRequestContentException", null, 400, "User", null);
        AssertRefused(facts, "notYet", "NotImplementedException", general, 501, null, "Goldcrest does not support InvocationType Event yet.");
    }

    [Fact]
    public async Task The_aws_cli_prints_code_operation_and_text()
    {
        var server = await shared.GetAsync();

        var run = await ClientProgram.AwsAsync(server, server.ClientVariables, "get-function", "--function-name", "nobody-has-this");

        Assert.Equal(254, run.ExitCode);
        Assert.Equal(
            "An error occurred (ResourceNotFoundException) when calling the GetFunction operation: "
            + "Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody-has-this",
            run.Errors.Trim());
    }

    /// <param name="raised">The class raised; null when it is named as the code.</param>
    /// <param name="message">Null when any text will do.</param>
    private static void AssertRefused(JsonElement facts, string name, string code, string? raised, int status, string? type, string? message)
    {
        var refusal = facts.GetProperty(name);
        Assert.Equal((raised ?? code, code, status), (Text(refusal, "class"), Text(refusal, "code"), refusal.GetProperty("status").GetInt32()));
        Assert.Equal(type, Text(refusal, "type"));
        Assert.Equal(message ?? Text(refusal, "message"), Text(refusal, "message"));
        Assert.Equal(1, refusal.GetProperty("attempts").GetInt32());
    }

    private static string? Text(JsonElement refusal, string member) => refusal.TryGetProperty(member, out var value) ? value.GetString() : null;
}
