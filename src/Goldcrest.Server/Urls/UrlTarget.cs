using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Urls;

/// <summary>Whose URL a request means: a function's, or one of its aliases'.</summary>
/// <param name="Alias"><see cref="FunctionAttachments.Unqualified"/> for the function's own.</param>
internal sealed record UrlTarget(FunctionKey Key, string Alias)
{
    /// <summary>What creating, changing and listing say when there is no such function or alias.</summary>
    public static WireError NoFunction { get; } = LambdaErrors.ResourceNotFound("Function does not exist");

    /// <summary>What showing and deleting say then, and what all say when there is no URL.</summary>
    public static WireError NoUrl { get; } = LambdaErrors.ResourceNotFound("The resource you requested does not exist.");

    /// <summary>A request to a URL names no tenant.</summary>
    public static WireError NoTenants { get; } =
        LambdaErrors.InvalidParameterValue("Function URLs are not supported for functions with tenant isolation mode.");

    public string Arn => Alias == FunctionAttachments.Unqualified ? Key.Arn : Key.QualifiedArn(Alias);

    public WireError Exists => LambdaErrors.ResourceConflict(
        $"Failed to create function url config for [functionArn = {Arn}]. Error message:  FunctionUrlConfig exists for this Lambda function");

    public bool IsIn(FunctionRecord function) => Alias == FunctionAttachments.Unqualified || function.Attachments.Aliases.ContainsKey(Alias);

    /// <returns>The target, or why there is none. Exactly one of both.</returns>
    public static (UrlTarget? Target, WireError? Error) Read(string functionName, string? qualifier, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(functionName, qualifier, context);
        return address is null ? (null, error) : (new UrlTarget(address.Key, address.Qualifier ?? FunctionAttachments.Unqualified), null);
    }
}
