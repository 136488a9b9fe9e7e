using Goldcrest.Server.Bodies;
using Goldcrest.Server.Code;

namespace Goldcrest.Tests.Layers;

/// <summary>Answers what it was told to.</summary>
internal sealed class FakeBucket(BucketFetch answer) : ICodeBucket
{
    public (string Bucket, string Key, string? Version, long MaxBytes)? Asked { get; private set; }

    public Task<BucketFetch> FetchAsync(string bucket, string key, string? version, long maxBytes, BodyRoom.Place room, CancellationToken cancellationToken)
    {
        Asked = (bucket, key, version, maxBytes);
        return Task.FromResult(answer);
    }
}
