using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.AsyncInvoke;

/// <summary>Which version or alias a request about asynchronous invocations means; without a qualifier it is <c>$LATEST</c>.</summary>
internal sealed record EventInvokeTarget(FunctionKey Key, string Qualifier)
{
    public string Arn => Key.QualifiedArn(Qualifier);

    public static WireError NoFunction { get; } = LambdaErrors.ResourceNotFound("The function doesn't exist.");

    public WireError NoConfig => LambdaErrors.ResourceNotFound($"The function {Arn} doesn't have an EventInvokeConfig");

    /// <returns>The target, or why there is none. Exactly one of both.</returns>
    public static (EventInvokeTarget? Target, WireError? Error) Read(string functionName, string? qualifier, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(functionName, qualifier, context);
        return address is null ? (null, error) : (new EventInvokeTarget(address.Key, address.Qualifier ?? FunctionVersion.Latest), null);
    }
}
