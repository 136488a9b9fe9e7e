using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Server.Images;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>The code that a request brings: a zip, which goes into the store, or the name of an image, which is pinned to what it stands for now.</summary>
/// <remarks>Source: docs/contracts/functions.md#container-images.</remarks>
internal sealed class CodeChoice(CodeDelivery delivery, IImageLibrary images)
{
    /// <param name="settings">Of the function, which is one of a zip or of a container image.</param>
    /// <returns>The code, to be held until the function that names it is stored; or why it cannot be had. Exactly one of both.</returns>
    public async Task<(CodeHold? Hold, WireError? Error)> TakeAsync(CodeWish wish, FunctionSettings settings, CancellationToken cancellationToken)
    {
        if (Refuse(wish, settings.Image is not null) is { } refused)
        {
            return (null, refused);
        }

        if (settings.Image is not null)
        {
            var image = ImageUri.TryParse(wish.ImageUri!)!;
            var (hold, failure) = await images.ResolveAsync(image, settings.Architecture, cancellationToken);
            return hold is null ? (null, ImageReply.From(failure!, image.Text)) : (new CodeHold(CodeReference.Of(image, hold.Sha256Hex), hold.Pin), null);
        }

        var (stored, badCode) = await delivery.TakeAsync(wish.Zip, wish.Place, cancellationToken);
        return stored is null
            ? (null, badCode)
            : (new CodeHold(new CodeReference(stored.Sha256Hex, stored.CodeSize) { KeyArn = wish.KeyArn }, stored.Pin), null);
    }

    /// <param name="forImage">Whether the function is one of a container image.</param>
    /// <returns>Null when the wish fits the function, as far as can be said before a zip was looked at.</returns>
    public static WireError? Refuse(CodeWish wish, bool forImage) => wish switch
    {
        { ImageUri: null } when forImage => FunctionRefusals.NoImage,
        { HasZip: true } when forImage => FunctionRefusals.ZipForImage,
        { KeyArn: not null } when forImage => FunctionRefusals.SourceKeyForImage,
        { ImageUri: { } uri } when forImage => ImageUri.TryParse(uri) is null ? FunctionRefusals.BadImage(uri) : null,
        { ImageUri: not null, HasZip: true } => FunctionRefusals.ImageWithZip,
        { HasTwoZips: true } => CodeReply.TwoSources,
        { KeyArn: { } key } when !KeyArn.IsOne(key) => LambdaErrors.InvalidParameterValue($"SourceKMSKeyArn is not the ARN of a KMS key: {key}"),
        _ => null,
    };
}
