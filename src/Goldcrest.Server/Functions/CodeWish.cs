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
    /// <summary>Brings a zip along and speaks of one elsewhere too.</summary>
    public bool HasTwoZips { get; private init; }

    public bool HasZip => Zip is not null || Place is not null;

    public static CodeWish Of(FunctionCode code) => new(
        code.ZipFile, BucketPlace.From(code.S3Bucket, code.S3Key, code.S3ObjectVersion), Given(code.ImageUri), Given(code.SourceKMSKeyArn))
    {
        HasTwoZips = code.ZipFile is not null && BucketPlace.IsMeant(code.S3Bucket, code.S3Key, code.S3ObjectVersion),
    };

    public static CodeWish Of(UpdateFunctionCodeRequest request) => new(
        request.ZipFile, BucketPlace.From(request.S3Bucket, request.S3Key, request.S3ObjectVersion), Given(request.ImageUri), Given(request.SourceKMSKeyArn))
    {
        HasTwoZips = request.ZipFile is not null && BucketPlace.IsMeant(request.S3Bucket, request.S3Key, request.S3ObjectVersion),
    };

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
