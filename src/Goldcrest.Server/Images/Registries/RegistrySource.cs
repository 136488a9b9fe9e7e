using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Registries;

/// <summary>One repository of a registry that speaks the distribution protocol, version 2 (OCI's and Docker's).</summary>
/// <remarks>Source: docs/contracts/images.md#registries.</remarks>
internal sealed class RegistrySource(ImagePlace.Registry place, RegistryCaller caller) : IImageSource
{
    private static readonly string[] Manifests =
        [ManifestReader.OciManifest, ManifestReader.OciIndex, ManifestReader.DockerManifest, ManifestReader.DockerIndex];

    public Task<byte[]> ReadManifestAsync(string reference, CancellationToken cancellationToken) =>
        caller.AskSoonAsync(place, token => FetchManifestAsync(reference, token), cancellationToken);

    public async Task<Stream> OpenBlobAsync(BlobDescriptor blob, long offset, CancellationToken cancellationToken)
    {
        var response = await caller.GetAsync(
            place, $"blobs/{blob.Digest}", request => request.Headers.Range = offset > 0 ? new RangeHeaderValue(offset, null) : null, cancellationToken);
        try
        {
            Check(response, blob.Digest);
            var stream = new OwningStream(await response.Content.ReadAsStreamAsync(cancellationToken), response);

            // A registry that does not know ranges sends all of it again.
            await stream.SkipAsync(offset > 0 && response.StatusCode != HttpStatusCode.PartialContent ? offset : 0, cancellationToken);
            return stream;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
    }

    private async Task<byte[]> FetchManifestAsync(string reference, CancellationToken cancellationToken)
    {
        using var response = await caller.GetAsync(
            place, $"manifests/{reference}", request => Array.ForEach(Manifests, type => request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type))),
            cancellationToken);
        Check(response, reference);
        return await RegistryCaller.ReadSmallAsync(response, ImageLimits.MaxManifestBytes, cancellationToken);
    }

    private void Check(HttpResponseMessage response, string what)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var kind = response.StatusCode switch
        {
            HttpStatusCode.NotFound => ImageFailure.Reason.Missing,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ImageFailure.Reason.Denied,
            _ => ImageFailure.Reason.Unreachable,
        };
        throw new ImageException(kind, string.Create(
            CultureInfo.InvariantCulture, $"{place.Address.Authority} answered {(int)response.StatusCode} for {what} of {place.Repository}"));
    }
}
