using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace Goldcrest.DotnetRuntime;

/// <summary>What the handler may know of its invocation. Made only for handlers that ask for it: others need not bring Amazon.Lambda.Core.</summary>
internal sealed class InvocationContext(Reply invocation, Log log) : ILambdaContext
{
    private readonly long _deadlineMs = long.Parse(invocation.Header("lambda-runtime-deadline-ms") ?? "0", CultureInfo.InvariantCulture);

    public string AwsRequestId { get; } = invocation.Header("lambda-runtime-aws-request-id") ?? "";

    public IClientContext ClientContext { get; } = Parse(invocation.Header("lambda-runtime-client-context"), json => new ClientContextData(json))!;

    public string FunctionName => Variable("AWS_LAMBDA_FUNCTION_NAME");

    public string FunctionVersion => Variable("AWS_LAMBDA_FUNCTION_VERSION");

    public ICognitoIdentity Identity { get; } = Parse(invocation.Header("lambda-runtime-cognito-identity"), json => new IdentityData(json)) ?? new IdentityData(default);

    public string InvokedFunctionArn { get; } = invocation.Header("lambda-runtime-invoked-function-arn") ?? "";

    public ILambdaLogger Logger { get; } = new ContextLogger(log);

    public string LogGroupName => Variable("AWS_LAMBDA_LOG_GROUP_NAME");

    public string LogStreamName => Variable("AWS_LAMBDA_LOG_STREAM_NAME");

    public int MemoryLimitInMB => int.Parse(Variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture);

    /// <summary>Negative when the time is over, as on AWS.</summary>
    public TimeSpan RemainingTime => DateTimeOffset.FromUnixTimeMilliseconds(_deadlineMs) - DateTimeOffset.UtcNow;

    public string TenantId { get; } = invocation.Header("lambda-runtime-aws-tenant-id")!;

    public string TraceId { get; } = invocation.Header("lambda-runtime-trace-id")!;

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";

    private static T? Parse<T>(string? text, Func<JsonElement, T> make)
        where T : class
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        return make(document.RootElement);
    }
}
