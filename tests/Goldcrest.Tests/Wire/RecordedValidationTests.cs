namespace Goldcrest.Tests.Wire;

/// <summary>Refusals of the model layer as AWS worded them between 2025-11-24 and 2026-01-12, with the model's patterns.</summary>
public sealed class RecordedValidationTests
{
    private const string Account = "arn:aws:lambda:us-east-1:111111111111";
    private const string LayerVersionPattern =
        @"(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)";

    private const string FunctionNamePattern =
        @"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?";

    private const string NamespacedNamePattern =
        @"(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";

    private const string DestinationPattern =
        @"$|kafka://([^.]([a-zA-Z0-9\-_.]{0,248}))|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)";

    private const string TagPattern = @"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$";
    private const string TaggablePattern =
        @"arn:(aws[a-zA-Z-]*):lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|layer:([a-zA-Z0-9-_]+)|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)";

    private static readonly string LongArn = $"{Account}:function:{new string('a', 100)}";

    /// <summary>Method, target, body, and the text after the count.</summary>
    public static TheoryData<string, string, string, string> Rows => new()
    {
        { "GET", Url("%24LATEST"), "", At("$LATEST", "qualifier", Pattern("FunctionUrlQualifier")) },
        { "GET", Url("1"), "", At("1", "qualifier", Pattern("FunctionUrlQualifier")) },
        { "GET", Url("2"), "", At("2", "qualifier", Pattern("FunctionUrlQualifier")) },
        { "POST", "/2018-10-31/layers/l/versions/1/policy", """{"StatementId":"s1","Action":"*","Principal":"*"}""", At("*", "action", Pattern("LayerPermissionAllowedAction")) },
        { "PUT", "/2019-09-30/functions/f/provisioned-concurrency?Qualifier=1", """{"ProvisionedConcurrentExecutions":0}""", At("0", "provisionedConcurrentExecutions", "Member must have value greater than or equal to 1") },
        { "POST", "/2015-03-31/functions/f/aliases", """{"Name":"2024","FunctionVersion":"1"}""", At("2024", "name", Pattern("Alias")) },
        { "GET", Tags($"{Account}:capacity-provider:"), "", At($"{Account}:capacity-provider:", "resource", $"Member must satisfy regular expression pattern: {TaggablePattern}") },
        { "GET", Tags($"{Account}:event-source-mapping:1"), "", At($"{Account}:event-source-mapping:1", "resource", $"Member must satisfy regular expression pattern: {TaggablePattern}") },
        { "GET", Tags($"{Account}:foobar:x"), "", At($"{Account}:foobar:x", "resource", $"Member must satisfy regular expression pattern: {TaggablePattern}") },
        { "GET", Tags("arn:aws:something"), "", At("arn:aws:something", "resource", $"Member must satisfy regular expression pattern: {TaggablePattern}") },
        { "POST", Functions, Function($"\"FunctionName\":\"{LongArn}\""), At(LongArn, "functionName", "Member must have length less than or equal to 140") },
        { "POST", Functions, Function("\"FunctionName\":\"invalid:function:name\""), At("invalid:function:name", "functionName", Written(FunctionNamePattern)) },
        { "POST", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123400000000%40function%3Amyfn/invocations", "", At("arn:aws:lambda:us-east-1:123400000000@function:myfn", "functionName", Written(NamespacedNamePattern)) },
        { "GET", $"/2018-10-31/layers?find=LayerVersion&Arn={Account}:layer:l", "", At($"{Account}:layer:l", "arn", $"Member must satisfy regular expression pattern: {LayerVersionPattern}") },
        { "PUT", "/2024-08-31/functions/f/recursion-config", """{"RecursiveLoop":"InvalidValue"}""", At("InvalidValue", "recursiveLoop", "Member must satisfy enum value set: [Terminate, Allow]") },
        { "POST", "/2021-10-31/functions/f/url", """{"AuthType":"NONE","InvokeMode":"UNKNOWN"}""", At("UNKNOWN", "invokeMode", "Member must satisfy enum value set: [RESPONSE_STREAM, BUFFERED]") },
        { "POST", Functions, Function($"\"Layers\":[\"{Account}:layer:l\"]"), At($"[{Account}:layer:l]", "layers", $"Member must satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: {LayerVersionPattern}, Member must not be null]") },
        { "POST", Functions, Function("\"VpcConfig\":{\"SecurityGroupIds\":[\"bad_2\"]}"), At("[bad_2]", "vpcConfig.securityGroupIds", "Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: ^sg-[0-9a-zA-Z]*]") },
        { "POST", Functions, Function("\"VpcConfig\":{\"SubnetIds\":[\"bad_2\"]}"), At("[bad_2]", "vpcConfig.subnetIds", "Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: ^subnet-[0-9a-z]*]") },
        { "POST", Functions, Function("\"Architectures\":[\"X86_64\"]"), At("[X86_64]", "architectures", "Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]") },
        { "POST", Functions, Function("\"Architectures\":[\"x86_64\",\"arm64\"]"), At("[x86_64, arm64]", "architectures", "Member must have length less than or equal to 1") },
        { "GET", "/2018-10-31/layers?CompatibleArchitecture=archdoesnotexist", "", At("archdoesnotexist", "compatibleArchitecture", "Member must satisfy enum value set: [x86_64, arm64]") },
        { "GET", "/2018-10-31/layers?CompatibleRuntime=runtimedoesnotexist", "", At("runtimedoesnotexist", "compatibleRuntime", $"Member must satisfy enum value set: {LambdaModel.Values("Runtime")}") },
        { "PUT", "/2019-09-25/functions/f/event-invoke-config", """{"DestinationConfig":{"OnFailure":{"Destination":"arn:aws:_-/!lambda:us-east-1:111111111111:function:f"}}}""", At("arn:aws:_-/!lambda:us-east-1:111111111111:function:f", "destinationConfig.onFailure.destination", Written(DestinationPattern)) },
        { "POST", "/2015-03-31/functions/f/policy", """{"StatementId":"example.com","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}""", At("example.com", "statementId", Pattern("StatementId")) },
        { "POST", "/2015-03-31/functions/f/policy?Qualifier=invalid-qualifier-with-%3F-char", """{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}""", At("invalid-qualifier-with-?-char", "qualifier", Pattern("NumericLatestPublishedOrAliasQualifier")) },
        { "GET", "/2015-03-31/functions?FunctionVersion=invalid", "", At("invalid", "functionVersion", "Member must satisfy enum value set: [ALL]") },
        { "POST", "/2015-03-31/event-source-mappings", """{"FunctionName":"f","StartingPosition":"invalid"}""", At("invalid", "startingPosition", "Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]") },
        { "POST", Functions, Function("\"SnapStart\":{\"ApplyOn\":\"invalidOption\"}"), At("invalidOption", "snapStart.applyOn", "Member must satisfy enum value set: [PublishedVersions, None]") },
        { "POST", Functions, Function("\"Role\":\"r1\""), At("r1", "role", Pattern("RoleArn")) },
        { "POST", "/2015-03-31/functions/f/aliases", Routing("\"$LATEST\":0.5"), At("{$LATEST=0.5}", Weights, $"Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, {Pattern("AdditionalVersion")}]") },
        { "POST", "/2015-03-31/functions/f/aliases", Routing("\"2\":-1"), At("{2=-1.0}", Weights, WeightRange) },
        { "POST", "/2015-03-31/functions/f/aliases", Routing("\"2\":2.0"), At("{2=2.0}", Weights, WeightRange) },
        { "POST", Tags($"{Account}:function:f"), """{"Tags":{"Creator":"a,b"}}""", "Value '{Creator=a,b}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 0, Member must satisfy regular expression pattern: " + TagPattern + ", Member must not be null]" },
        { "DELETE", Tags($"{Account}:function:f"), "", "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null" },
        { "POST", Layers, Layer(["invalidruntime"], ["invalidarch"]), TwoFaults("[invalidruntime]", "[invalidarch]") },
        { "POST", Layers, Layer(["invalidruntime", "invalidruntime2", "nodejs20.x"], ["invalidarch", "x86_64"]), TwoFaults("[invalidruntime, invalidruntime2, nodejs20.x]", "[invalidarch, x86_64]") },
    };

    private static string Functions => "/2015-03-31/functions";

    private static string Layers => "/2018-10-31/layers/l/versions";

    private static string Weights => "routingConfig.additionalVersionWeights";

    private static string WeightRange =>
        "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]";

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_broken_constraint_is_refused_in_the_recorded_words(string method, string target, string body, string expected)
    {
        var response = await LambdaCall.SendAsync(method, target, body);

        var count = expected.Split("; Value").Length;
        Assert.Equal((400, "ValidationException"), (response.Status, LambdaCall.ErrorType(response)));
        Assert.Equal($"{count} validation error{(count > 1 ? "s" : "")} detected: {expected}", LambdaCall.Message(response));
        Assert.DoesNotContain("\"Type\"", LambdaCall.Text(response));
    }

    private static string At(string value, string path, string sentence) => $"Value '{value}' at '{path}' failed to satisfy constraint: {sentence}";

    private static string Pattern(string shape) => Written(LambdaModel.Pattern(shape));

    private static string Written(string pattern) => $"Member must satisfy regular expression pattern: {pattern}";

    private static string Url(string qualifier) => $"/2021-10-31/functions/f/url?Qualifier={qualifier}";

    private static string Tags(string resource) => $"/2017-03-31/tags/{Uri.EscapeDataString(resource)}";

    /// <summary>A valid CreateFunction, but for the one member, which comes last and so wins.</summary>
    private static string Function(string member) =>
        $$"""{"FunctionName":"f","Role":"arn:aws:iam::111111111111:role/r","Code":{},{{member}}}""";

    private static string Routing(string weight) =>
        $$$"""{"Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{ {{{weight}}} } } }""";

    private static string Layer(string[] runtimes, string[] architectures) =>
        $$"""{"Content":{},"CompatibleRuntimes":{{List(runtimes)}},"CompatibleArchitectures":{{List(architectures)}} }""";

    private static string List(string[] items) => $"[\"{string.Join("\",\"", items)}\"]";

    private static string TwoFaults(string runtimes, string architectures) =>
        At(runtimes, "compatibleRuntimes", $"Member must satisfy enum value set: {LambdaModel.Values("Runtime")}") + "; "
        + At(architectures, "compatibleArchitectures", "Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]");
}
