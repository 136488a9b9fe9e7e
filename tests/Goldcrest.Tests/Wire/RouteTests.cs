using System.Text.RegularExpressions;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Tests.Wire;

public sealed partial class RouteTests
{
    public static TheoryData<string> OperationNames => [.. LambdaModel.Root.GetProperty("operations").EnumerateObject().Select(one => one.Name)];

    [Fact]
    public void The_model_has_85_operations_and_each_stands_at_its_own_index()
    {
        Assert.Equal(85, LambdaService.Operations.Count);
        Assert.Equal(Enumerable.Range(0, 85), LambdaService.Operations.Select(operation => operation.Index));
    }

    [Theory]
    [MemberData(nameof(OperationNames))]
    public async Task Every_operation_is_found_at_its_uri_and_binds(string name)
    {
        var model = LambdaModel.Root.GetProperty("operations").GetProperty(name);
        var method = model.GetProperty("method").GetString()!;
        var target = Label().Replace(model.GetProperty("uri").GetString()!, "1");

        var match = LambdaService.Find(method, target.Split('?')[0], target.Contains('?') ? target.Split('?')[1] : string.Empty);
        var response = await LambdaCall.SendAsync(method, target, "{}");

        Assert.Equal(name, match?.Operation.Name);
        Assert.Equal(model.GetProperty("status").GetInt32(), match?.Operation.Status);
        Assert.Contains(LambdaCall.ErrorType(response), new[] { RecordingHandlers.Reached, "ValidationException" });
    }

    [Theory]
    [InlineData("GET", "/2018-10-31/layers", "", "ListLayers")]
    [InlineData("GET", "/2018-10-31/layers", "find=LayerVersion&Arn=x", "GetLayerVersionByArn")]
    [InlineData("GET", "/2018-10-31/layers", "find=Other", "ListLayers")]
    [InlineData("GET", "/2019-09-30/functions/f/provisioned-concurrency", "Qualifier=1", "GetProvisionedConcurrencyConfig")]
    [InlineData("GET", "/2019-09-30/functions/f/provisioned-concurrency", "MaxItems=5&List=ALL", "ListProvisionedConcurrencyConfigs")]
    [InlineData("POST", "/2015-03-31/functions/", "", "CreateFunction")]
    [InlineData("GET", "/2015-03-31/functions/", "", "ListFunctions")]
    [InlineData("GET", "/2015-03-31/functions/invocations", "", "GetFunction")]
    public void Constant_queries_and_trailing_slashes_decide_the_route(string method, string path, string query, string name)
    {
        var match = LambdaService.Find(method, path, query);

        Assert.Equal(name, match?.Operation.Name);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/")]
    [InlineData("GET", "//")]
    [InlineData("GET", "2015-03-31/functions")]
    [InlineData("GET", "/2015-03-31//functions")]
    [InlineData("GET", "/2015-03-31/functions//configuration")]
    [InlineData("GET", "/2015-03-31/functions//")]
    [InlineData("GET", "/2015-03-31/functions/./policy")]
    [InlineData("GET", "/x/../2015-03-31/functions")]
    [InlineData("GET", "/2015-03-31/functions/..")]
    [InlineData("PATCH", "/2015-03-31/functions")]
    [InlineData("get", "/2015-03-31/functions")]
    [InlineData("GET", "/2015-03-31/functions/a/b/c/d/e/f/g/h/i/j/k")]
    [InlineData("GET", "/2015-03-31/functions/a%2Fconfiguration/x")]
    [InlineData("GET", "/2099-01-01/functions")]
    public void What_is_no_operation_is_not_found(string method, string path)
    {
        Assert.Null(LambdaService.Find(method, path, string.Empty));
    }

    [Fact]
    public void An_over_long_path_is_not_found()
    {
        Assert.Null(LambdaService.Find("GET", "/2015-03-31/functions/" + new string('a', 9000), string.Empty));
    }

    [Theory]
    [InlineData("/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af", "arn:aws:lambda:us-east-1:000000000000:function:f")]
    [InlineData("/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f", "arn:aws:lambda:us-east-1:000000000000:function:f")]
    [InlineData("/2015-03-31/functions/plain/", "plain")]
    public async Task Labels_are_decoded(string path, string name)
    {
        var handlers = new RecordingHandlers();

        await LambdaCall.SendAsync(handlers, "GET", path);

        Assert.Equal(name, Assert.IsType<GetFunctionRequest>(handlers.Request).FunctionName);
    }

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%zzb", "a%zzb")]
    [InlineData("a%", "a%")]
    [InlineData("a%ffb", "a%ffb")]
    public async Task Escapes_in_a_label_never_move_the_cuts_and_bad_ones_stay(string label, string value)
    {
        var response = await LambdaCall.SendAsync("GET", $"/2015-03-31/functions/{label}/configuration");

        Assert.Contains($"Value '{value}' at 'functionName'", LambdaCall.Message(response));
    }

    [GeneratedRegex(@"\{[A-Za-z]+\}")]
    private static partial Regex Label();
}
