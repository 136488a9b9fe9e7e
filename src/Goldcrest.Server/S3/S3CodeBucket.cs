using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Goldcrest.Server.Code;

namespace Goldcrest.Server.S3;

/// <summary>Code from buckets of an S3-compatible service. Credentials come from where AWS's tools look for them: environment, profile, instance.</summary>
internal sealed class S3CodeBucket(S3Options options) : ICodeBucket, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private const int Retries = 2;

    private readonly Lazy<AmazonS3Client>? _client = options.Endpoint is { } endpoint ? new(() => Connect(endpoint, options.Region)) : null;

    public async Task<BucketFetch> FetchAsync(string bucket, string key, string? version, long maxBytes, CancellationToken cancellationToken)
    {
        if (_client is null)
        {
            return new BucketFetch.NotConfigured();
        }

        try
        {
            var request = new GetObjectRequest { BucketName = bucket, Key = key, VersionId = version };
            using var answer = await _client.Value.GetObjectAsync(request, cancellationToken);
            return answer.ContentLength > maxBytes
                ? new BucketFetch.TooLarge(answer.ContentLength)
                : new BucketFetch.Fetched(await ReadAsync(answer, cancellationToken));
        }
        catch (AmazonS3Exception refused)
        {
            return new BucketFetch.Refused(refused.ErrorCode ?? refused.StatusCode.ToString(), refused.Message);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or AmazonServiceException or AmazonClientException or IOException
            || (unreachable is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new BucketFetch.Unreachable(unreachable.Message);
        }
    }

    public void Dispose()
    {
        if (_client is { IsValueCreated: true })
        {
            _client.Value.Dispose();
        }
    }

    private static AmazonS3Client Connect(Uri endpoint, string region) => new(new AmazonS3Config
    {
        ServiceURL = endpoint.ToString(),
        AuthenticationRegion = region,
        ForcePathStyle = true,
        Timeout = Patience,
        MaxErrorRetry = Retries,
    });

    /// <exception cref="IOException">The answer ended before its announced length.</exception>
    private static async Task<byte[]> ReadAsync(GetObjectResponse answer, CancellationToken cancellationToken)
    {
        var zip = new byte[answer.ContentLength];
        await answer.ResponseStream.ReadExactlyAsync(zip, cancellationToken);
        return zip;
    }
}
