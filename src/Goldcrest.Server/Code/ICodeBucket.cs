using Goldcrest.Server.Bodies;

namespace Goldcrest.Server.Code;

/// <summary>Where zips that clients do not send themselves are fetched from.</summary>
internal interface ICodeBucket
{
    /// <param name="bucket">The bucket's name.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="version">Null for the newest.</param>
    /// <param name="maxBytes">More is not fetched.</param>
    /// <param name="room">Counts what is held of the object; given back by the caller, who needs the zip longer.</param>
    /// <param name="cancellationToken">Ends the fetching.</param>
    Task<BucketFetch> FetchAsync(string bucket, string key, string? version, long maxBytes, BodyRoom.Place room, CancellationToken cancellationToken);
}
