using Goldcrest.Core.Code;
using Goldcrest.Server.Bodies;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Code;

/// <summary>Takes the zip that a request brings, or the one in a bucket that it points at, into the store.</summary>
/// <remarks>Source: docs/contracts/code-archives.md#refusals.</remarks>
internal sealed class CodeDelivery(CodeStore store, CodeStoreOptions options, ICodeBucket bucket, BodyRoom room)
{
    /// <param name="zip">Null when the request brings none; then the bucket is looked at.</param>
    /// <param name="place">Where else it is; null when the request does not say.</param>
    /// <param name="cancellationToken">Leaves nothing behind.</param>
    /// <returns>What was stored, with its pin; or why nothing was. Exactly one of both.</returns>
    public async Task<(CodeIntake.Stored? Stored, WireError? Error)> TakeAsync(
        ReadOnlyMemory<byte>? zip, BucketPlace? place, CancellationToken cancellationToken)
    {
        if (zip is { } sent)
        {
            return await StoreAsync(sent, cancellationToken);
        }

        if (place is null)
        {
            return (null, LambdaErrors.InvalidParameterValue("Please provide a source for function code."));
        }

        using var held = room.Enter();
        return await bucket.FetchAsync(place.Bucket, place.Key, place.Version, options.Limits.MaxZippedBytes, held, cancellationToken) switch
        {
            BucketFetch.Fetched fetched => await StoreAsync(fetched.Zip, cancellationToken),
            var refused => (null, Refuse(refused, place)),
        };
    }

    private async Task<(CodeIntake.Stored? Stored, WireError? Error)> StoreAsync(ReadOnlyMemory<byte> zip, CancellationToken cancellationToken) =>
        await store.AddAsync(zip, cancellationToken) switch
        {
            CodeIntake.Stored stored => (stored, null),
            CodeIntake.Refused refused => (null, CodeReply.From(refused.Reason, options.Limits)),
            _ => throw new InvalidOperationException("There is no third outcome."),
        };

    private WireError Refuse(BucketFetch fetch, BucketPlace place) => fetch switch
    {
        BucketFetch.TooLarge => CodeReply.From(CodeRefusal.ZippedTooLarge, options.Limits),
        BucketFetch.Refused refused => LambdaErrors.InvalidParameterValue(
            $"Error occurred while GetObject. S3 Error Code: {refused.Code}. S3 Error Message: {refused.Message}"),
        BucketFetch.Denied denied => WireErrors.AccessDenied(
            "Your access has been denied by S3, please make sure your request credentials have permission to GetObject for "
            + $"{place.Bucket}/{place.Key}. S3 Error Code: {denied.Code}. S3 Error Message: {denied.Message}"),
        BucketFetch.NoRoom => BodyRefusals.NoRoom,
        BucketFetch.Unreachable lost => LambdaErrors.InvalidParameterValue($"Error occurred while GetObject. {lost.Reason}"),
        _ => WireErrors.NotImplemented("Goldcrest has not been told where to find S3."),
    };
}
