using Goldcrest.Core.Functions;
using Goldcrest.Core.Layers;

namespace Goldcrest.Server.Storage;

/// <summary>A layer of a deployment as it is kept in the database.</summary>
internal sealed record StoredLayer(
    string Arn, string CodeSha256, long CodeBytes, long UnpackedBytes, string? SigningProfileVersionArn = null, string? SigningJobArn = null)
{
    public static StoredLayer From(AttachedLayer layer) => new(
        layer.Arn, layer.Code.Sha256Hex, layer.Code.Bytes, layer.UnpackedBytes, layer.Code.Signature?.ProfileVersionArn, layer.Code.Signature?.JobArn);

    public AttachedLayer ToAttached() => new(
        Arn, new CodeReference(CodeSha256, CodeBytes) { Signature = StoredSignature.Read(SigningProfileVersionArn, SigningJobArn) }, UnpackedBytes);
}
