using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>Which members belong to a zip, which to an image, and which to what a function was made as.</summary>
/// <remarks>Source: docs/contracts/functions.md#container-images, docs/contracts/functions.md#durable-functions.</remarks>
internal static class PackageRules
{
    /// <returns>Null when the request goes together with what the function is to be.</returns>
    public static WireError? Refuse(CreateFunctionRequest request, bool isImage) => request switch
    {
        { Runtime: not null } or { Handler: not null } or { Layers.Count: > 0 } when isImage => FunctionRefusals.ZipMembersForImage,
        { CodeSigningConfigArn.Length: > 0 } when isImage => FunctionRefusals.SigningForImage,
        { Runtime: null } or { Handler: null } when !isImage => FunctionRefusals.NoRuntimeOrHandler,
        _ when !isImage && HasContent(request.ImageConfig) => FunctionRefusals.ImageConfigForZip,
        { DurableConfig: { ExecutionTimeout: null } } => FunctionRefusals.NoExecutionTimeout,
        _ => null,
    };

    /// <returns>Null when the request goes together with what the function is.</returns>
    public static WireError? Refuse(UpdateFunctionConfigurationRequest request, FunctionSettings current) => request switch
    {
        { CapacityProviderConfig: not null } => FunctionRefusals.NoCapacityProvider,
        { Runtime: not null } or { Handler: not null } or { Layers.Count: > 0 } when current.Image is not null => FunctionRefusals.ZipMembersForImage,
        _ when current.Image is null && HasContent(request.ImageConfig) => FunctionRefusals.ImageConfigForZip,
        { DurableConfig: not null } when current.Durable is null => FunctionRefusals.NeverDurable,
        _ => null,
    };

    private static bool HasContent(ImageConfig? image) =>
        image is { EntryPoint.Count: > 0 } or { Command.Count: > 0 } or { WorkingDirectory.Length: > 0 };
}
