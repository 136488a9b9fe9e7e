using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>Which function a request means, once its name and qualifier were understood and may be meant by this caller.</summary>
/// <param name="Qualifier">Null when the request has none.</param>
internal sealed record FunctionAddress(FunctionKey Key, string? Qualifier)
{
    /// <summary>As the request named it: with the qualifier when it had one.</summary>
    public string Arn => Qualifier is null ? Key.Arn : Key.QualifiedArn(Qualifier);

    public WireError NotFound => LambdaErrors.ResourceNotFound($"Function not found: {Arn}");

    /// <summary>For operations on the function as a whole, which a version or alias cannot stand for.</summary>
    /// <param name="functionName">Satisfies the model's pattern.</param>
    /// <param name="context">The caller.</param>
    /// <returns>An address without a qualifier, or why there is none. Exactly one of both.</returns>
    public static (FunctionAddress? Address, WireError? Error) ReadWhole(string functionName, CallContext context)
    {
        var (address, error) = Read(functionName, null, context);
        return address?.Qualifier switch
        {
            null => (address, error),
            FunctionVersion.Latest => (address with { Qualifier = null }, null),
            _ => (null, FunctionRefusals.FunctionsOnly),
        };
    }

    /// <param name="functionName">Satisfies the model's pattern.</param>
    /// <param name="qualifier">The request's own qualifier; null when it has none.</param>
    /// <param name="context">The caller.</param>
    /// <returns>The address, or why it cannot be one. Exactly one of both.</returns>
    /// <remarks>Source: docs/contracts/functions.md#names.</remarks>
    public static (FunctionAddress? Address, WireError? Error) Read(string functionName, string? qualifier, CallContext context)
    {
        if (FunctionReference.TryParse(functionName) is not { } reference)
        {
            return (null, LambdaErrors.ResourceNotFound($"Function not found: {functionName}"));
        }

        if (reference.Region is { } region && region != context.Region)
        {
            return (null, LambdaErrors.ResourceNotFound($"Functions from '{region}' are not reachable in this region ('{context.Region}')"));
        }

        if (reference.Account is { } account && account != context.Account)
        {
            return (null, WireErrors.AccessDenied(null));
        }

        if (reference.Qualifier is { } derived && qualifier is not null && derived != qualifier)
        {
            return (null, LambdaErrors.InvalidParameterValue(
                "The derived qualifier from the function name does not match the specified qualifier."));
        }

        return (new FunctionAddress(new FunctionKey(context.Account, context.Region, reference.Name), qualifier ?? reference.Qualifier), null);
    }
}
