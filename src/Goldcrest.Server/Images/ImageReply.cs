using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Images;

/// <summary>The one table of what clients are told about images that cannot be had.</summary>
/// <remarks>Source: docs/contracts/images.md#refusals.</remarks>
internal static class ImageReply
{
    /// <summary>To whoever names the image.</summary>
    public static WireError From(ImageFailure failure, string uri) => failure.Kind switch
    {
        ImageFailure.Reason.Missing => LambdaErrors.InvalidParameterValue($"Source image {uri} does not exist. Provide a valid source image."),
        ImageFailure.Reason.Denied => WireErrors.AccessDenied("Lambda does not have permission to access the ECR image. Check the ECR permissions."),
        ImageFailure.Reason.Unsupported => LambdaErrors.InvalidParameterValue(
            $"The image manifest, config or layer media type for the source image {uri} is not supported."),
        ImageFailure.Reason.Unreachable => LambdaErrors.InvalidParameterValue($"Source image {uri} cannot be fetched: {failure.Detail}."),
        _ => LambdaErrors.InvalidParameterValue($"Source image {uri} is not valid. Provide a valid source image."),
    };

    /// <summary>As the state of a version whose image could be named, and not be had.</summary>
    public static PreparationFlaw ToState(ImageFailure failure) => failure.Kind switch
    {
        ImageFailure.Reason.Missing => new("ImageDeleted", "The container image was deleted, or parts of it are missing."),
        ImageFailure.Reason.Denied => new("ImageAccessDenied", "Lambda does not have permission to access the container image."),
        ImageFailure.Reason.Unsupported or ImageFailure.Reason.Broken or ImageFailure.Reason.TooLarge => new("InvalidImage", $"The container image is not valid: {failure.Detail}."),
        _ => new("InternalError", $"The container image could not be fetched: {failure.Detail}."),
    };
}
