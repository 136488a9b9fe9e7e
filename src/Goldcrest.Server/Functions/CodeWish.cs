using Goldcrest.Server.Code;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Server.Functions;

/// <summary>What a request says of the code to be deployed. Null: it does not say.</summary>
/// <param name="Zip">Brought along.</param>
/// <param name="Place">Where else a zip is.</param>
/// <param name="ImageUri">As written.</param>
/// <param name="KeyArn">The key to encrypt a zip with.</param>
internal sealed record CodeWish(ReadOnlyMemory<byte>? Zip, BucketPlace? Place, string? ImageUri, string? KeyArn)
{
    public bool HasZip => Zip is not null || Place is not null;

    public static CodeWish Of(FunctionCode code) => new(
        code.ZipFile, BucketPlace.From(code.S3Bucket, code.S3Key, code.S3ObjectVersion), Given(code.ImageUri), Given(code.SourceKMSKeyArn));

    public static CodeWish Of(UpdateFunctionCodeRequest request) => new(
        request.ZipFile, BucketPlace.From(request.S3Bucket, request.S3Key, request.S3ObjectVersion), Given(request.ImageUri), Given(request.SourceKMSKeyArn));

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
