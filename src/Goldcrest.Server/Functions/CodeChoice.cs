using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>The code that a request brings: a zip, which goes into the store, or the name of an image, which is all that is kept of it.</summary>
/// <remarks>Source: docs/contracts/functions.md#container-images.</remarks>
internal sealed class CodeChoice(CodeDelivery delivery)
{
    /// <param name="forImage">Whether the function is one of a container image.</param>
    /// <returns>The code, to be held until the function that names it is stored; or why it cannot be had. Exactly one of both.</returns>
    public async Task<(CodeHold? Hold, WireError? Error)> TakeAsync(CodeWish wish, bool forImage, CancellationToken cancellationToken)
    {
        if (Refuse(wish, forImage) is { } refused)
        {
            return (null, refused);
        }

        if (forImage)
        {
            return (new CodeHold(CodeReference.Of(ImageUri.TryParse(wish.ImageUri!)!), Pin: null), null);
        }

        var (stored, badCode) = await delivery.TakeAsync(wish.Zip, wish.Place, cancellationToken);
        return stored is null
            ? (null, badCode)
            : (new CodeHold(new CodeReference(stored.Sha256Hex, stored.CodeSize) { KeyArn = wish.KeyArn }, stored.Pin), null);
    }

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
