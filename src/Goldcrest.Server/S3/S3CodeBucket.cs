using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Goldcrest.Server.Bodies;
using Goldcrest.Server.Code;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.S3;

/// <summary>Code from buckets of an S3-compatible service. Credentials come from where AWS's tools look for them: environment, profile, instance.</summary>
internal sealed partial class S3CodeBucket(S3Options options, TimeProvider time, ILogger<S3CodeBucket> logger) : ICodeBucket, IDisposable
{
    private const int Retries = 2;

    /// <summary>What AWS's S3 says, whatever the words of the service at hand: tools look for these.</summary>
    /// <remarks>Source: docs/contracts/code-archives.md#refusals.</remarks>
    private static readonly Dictionary<string, string> AwsWords = new()
    {
        ["NoSuchBucket"] = "The specified bucket does not exist",
        ["NoSuchKey"] = "The specified key does not exist.",
        ["NoSuchVersion"] = "The specified version does not exist.",
    };

    private readonly Lazy<AmazonS3Client>? _client = options.Endpoint is { } endpoint ? new(() => Connect(endpoint, options)) : null;

    public async Task<BucketFetch> FetchAsync(string bucket, string key, string? version, long maxBytes, BodyRoom.Place room, CancellationToken cancellationToken)
    {
        if (_client is null)
        {
            return new BucketFetch.NotConfigured();
        }

        // One clock for connecting, all retries and the transfer: the client's own timeout covers none of the last.
        using var patience = new CancellationTokenSource(options.Timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var request = new GetObjectRequest { BucketName = bucket, Key = key, VersionId = version };
            using var answer = await _client.Value.GetObjectAsync(request, ending.Token);
            return await ObjectReading.ReadAsync(answer.ResponseStream, answer.Headers.ContentLength, maxBytes, room, ending.Token);
        }
        catch (AmazonS3Exception refused)
        {
            var code = refused.ErrorCode ?? refused.StatusCode.ToString();
            return refused.StatusCode == HttpStatusCode.Forbidden
                ? new BucketFetch.Denied(code, refused.Message)
                : new BucketFetch.Refused(code, AwsWords.GetValueOrDefault(code, refused.Message));
        }
        catch (Exception) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogSilent(bucket, key, options.Timeout);
            return new BucketFetch.Unreachable(string.Create(CultureInfo.InvariantCulture, $"S3 did not answer in {options.Timeout.TotalSeconds} seconds."));
        }
        catch (Exception lost) when (lost is HttpRequestException or AmazonServiceException or AmazonClientException or IOException
            || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // It names the operator's addresses: that is for the log.
            LogLost(bucket, key, lost);
            return new BucketFetch.Unreachable("S3 could not be reached, or broke off; the server's log says more.");
        }
    }

    public void Dispose()
    {
        if (_client is { IsValueCreated: true })
        {
            _client.Value.Dispose();
        }
    }

    private static AmazonS3Client Connect(Uri endpoint, S3Options options) => new(new AmazonS3Config
    {
        ServiceURL = endpoint.ToString(),
        AuthenticationRegion = options.Region,
        ForcePathStyle = true,
        Timeout = options.Timeout,
        MaxErrorRetry = Retries,
    });
}
