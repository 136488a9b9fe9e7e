namespace Goldcrest.Tests.Wire;

public sealed class ConstraintTests
{
    [Fact]
    public async Task A_sensitive_value_is_left_out_of_its_refusal()
    {
        var response = await LambdaCall.SendAsync(
            "PUT", "/2015-03-31/functions/f/configuration", """{"Environment":{"Variables":{"a":"the-secret"}}}""");

        Assert.Equal(
            "1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: "
                + "[Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
            LambdaCall.Message(response));
    }

    [Fact]
    public async Task A_bad_item_of_a_list_is_told_with_every_sentence_of_the_item()
    {
        var response = await LambdaCall.SendAsync(
            "POST", "/2021-10-31/functions/f/url", """{"AuthType":"NONE","Cors":{"AllowMethods":["GET","OPTIONS"]} }""");

        Assert.Equal(
            "1 validation error detected: Value '[GET, OPTIONS]' at 'cors.allowMethods' failed to satisfy constraint: "
                + "Member must satisfy constraint: [Member must have length less than or equal to 6, "
                + "Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: .*, "
                + "Member must not be null]",
            LambdaCall.Message(response));
    }

    [Fact]
    public async Task Members_of_listed_structures_are_named_by_place()
    {
        var response = await LambdaCall.SendAsync(
            "PUT", "/2015-03-31/functions/f/configuration", """{"FileSystemConfigs":[{"LocalMountPath":"/mnt/a"}]}""");

        Assert.Equal(
            "1 validation error detected: Value null at 'fileSystemConfigs.1.member.arn' failed to satisfy constraint: Member must not be null",
            LambdaCall.Message(response));
    }

    [Theory]
    [InlineData("POST", "/2015-03-31/functions", """{"FunctionName":"f","Role":"arn:aws:iam::111111111111:role/r","Code":{},"Runtime":"cobol85"}""")]
    [InlineData("PUT", "/2015-03-31/functions/f/configuration", """{"Runtime":"cobol85"}""")]
    public async Task Runtimes_are_left_to_the_service(string method, string target, string body)
    {
        var response = await LambdaCall.SendAsync(method, target, body);

        Assert.Equal(RecordingHandlers.Reached, LambdaCall.ErrorType(response));
    }

    [Theory]
    [InlineData("f\n")]
    [InlineData("f\u0661")]
    [InlineData("")]
    public async Task Patterns_match_the_whole_text_and_only_ascii(string name)
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new { FunctionName = name, Role = "arn:aws:iam::111111111111:role/r", Code = new { } });

        var response = await LambdaCall.SendAsync("POST", "/2015-03-31/functions", body);

        Assert.Equal("ValidationException", LambdaCall.ErrorType(response));
    }

    [Fact]
    public async Task Digits_of_other_scripts_are_no_digits()
    {
        var response = await LambdaCall.SendAsync(
            "PUT", "/2015-03-31/functions/f/configuration", "{\"Role\":\"arn:aws:iam::11111111111\u0661:role/r\"}");

        Assert.Contains("at 'role' failed", LambdaCall.Message(response));
    }

    [Fact]
    public async Task Every_fault_is_told_in_the_order_of_the_model()
    {
        var response = await LambdaCall.SendAsync("POST", "/2015-03-31/functions", """{"MemorySize":1,"Timeout":0}""");

        Assert.Equal(
            "5 validation errors detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null; "
                + "Value null at 'role' failed to satisfy constraint: Member must not be null; "
                + "Value null at 'code' failed to satisfy constraint: Member must not be null; "
                + "Value '0' at 'timeout' failed to satisfy constraint: Member must have value greater than or equal to 1; "
                + "Value '1' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128",
            LambdaCall.Message(response));
    }
}
