using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Goldcrest.Core.Images;

namespace Goldcrest.Server.Images.Registries;

/// <summary>
/// Sends requests to registries: with the credentials that they ask for, and on to where they point. Credentials go to the registry and its realm only, never along
/// with a redirect to another host; nothing that was secured goes on unsecured.
/// </summary>
/// <param name="sources">What the operator said of registries.</param>
/// <remarks>Source: docs/contracts/images.md#registries.</remarks>
internal sealed class RegistryCaller(HttpMessageInvoker http, RegistryCredentials credentials, ImageSourceMap sources, TimeProvider time)
{
    /// <summary>For what is small and must be there before anything else can be done.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int MostRedirects = 5;
    private const int MaxTokenBytes = 1024 * 1024;

    /// <param name="what">Behind the repository's name.</param>
    /// <param name="prepare">Adds headers.</param>
    /// <returns>Whatever it answered in the end; the caller disposes it.</returns>
    /// <exception cref="ImageException">There was no answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(
        ImagePlace.Registry place, string what, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        var address = new Uri($"{place.Address.AbsoluteUri.TrimEnd('/')}/v2/{place.Repository}/{what}");
        var response = await FollowAsync(address, place, prepare, null, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || RegistryChallenge.Find(response.Headers.WwwAuthenticate) is not { } challenge)
        {
            return response;
        }

        response.Dispose();
        return await AuthorizeAsync(place, challenge, cancellationToken) is { } authorization
            ? await FollowAsync(address, place, prepare, authorization, cancellationToken)
            : throw new ImageException(ImageFailure.Reason.Denied, $"{place.Address.Authority} wants credentials, and there are none for it");
    }

    /// <summary>Asks for something small, redirects, tokens and all.</summary>
    /// <exception cref="ImageException">It took longer than <see cref="Patience"/>, or whatever the asking throws.</exception>
    public async Task<T> AskSoonAsync<T>(ImagePlace.Registry place, Func<CancellationToken, Task<T>> askAsync, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await askAsync(either.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ImageException(ImageFailure.Reason.Unreachable, $"{place.Address.Authority} gave no answer within {Patience}", late);
        }
    }

    /// <exception cref="ImageException">It is longer.</exception>
    public static async Task<byte[]> ReadSmallAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var bytes = new MemoryStream();
            var buffer = new byte[16 * 1024];
            while (await body.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                bytes.Write(buffer.AsSpan(0, count));
                if (bytes.Length > maxBytes)
                {
                    throw new ImageException(ImageFailure.Reason.Broken, $"a registry's answer has more than {maxBytes} bytes");
                }
            }

            return bytes.ToArray();
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw new ImageException(ImageFailure.Reason.Unreachable, $"a registry's answer broke off: {broken.Message}", broken);
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(
        Uri address, ImagePlace.Registry place, Action<HttpRequestMessage> prepare, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        var at = address;
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            prepare(request);
            var isSame = at.Authority == address.Authority && at.Scheme == address.Scheme;
            request.Headers.Authorization = isSame ? authorization : null;
            request.Options.Set(RegistryReach.ThisMachine, isSame);
            request.Options.Set(RegistryReach.Anywhere, (isSame && place.IsConfigured) || sources.IsConfigured(at.Authority));
            var response = await SendAsync(request, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            at = Next(at, location, redirects);
        }
    }

    private Uri Next(Uri from, Uri location, int redirects)
    {
        if (!Uri.TryCreate(from, location, out var to) || redirects >= MostRedirects)
        {
            throw new ImageException(ImageFailure.Reason.Broken, $"{from.Authority} redirects without end, or nowhere");
        }

        return to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && (from.Scheme == Uri.UriSchemeHttp || sources.IsUnsecured(to.Authority)))
            ? to
            : throw new ImageException(ImageFailure.Reason.Denied, $"{from.Authority} redirects to {to.Scheme}://{to.Authority}, which is not secured");
    }

    /// <returns>Null when the registry wants a password and there is none.</returns>
    private async Task<AuthenticationHeaderValue?> AuthorizeAsync(ImagePlace.Registry place, RegistryChallenge challenge, CancellationToken cancellationToken)
    {
        var basic = credentials.Find(place.Address.Authority) is { } known ? new AuthenticationHeaderValue("Basic", known) : null;
        if (!challenge.IsBearer)
        {
            return basic;
        }

        if (challenge.Realm is not { } realm || !MayAsk(place, realm))
        {
            throw new ImageException(ImageFailure.Reason.Denied, $"{place.Address.Authority} gives out its tokens at a place that is not secured");
        }

        var scope = challenge.Scope ?? $"repository:{place.Repository}:pull";
        var question = $"{realm.Query.TrimStart('?')}&service={Uri.EscapeDataString(challenge.Service ?? "")}&scope={Uri.EscapeDataString(scope)}".TrimStart('&');
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(realm) { Query = question }.Uri);
        request.Headers.Authorization = basic;
        request.Options.Set(RegistryReach.ThisMachine, realm.Authority == place.Address.Authority);
        request.Options.Set(RegistryReach.Anywhere, sources.IsConfigured(realm.Authority) || (place.IsConfigured && realm.Host == place.Address.Host));
        using var response = await SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode
            ? new AuthenticationHeaderValue("Bearer", ReadToken(await ReadSmallAsync(response, MaxTokenBytes, cancellationToken), realm))
            : throw new ImageException(ImageFailure.Reason.Denied, $"{realm.Authority} gives no token for {place.Repository}: {(int)response.StatusCode}");
    }

    /// <summary>A password goes to a realm only secured, or where the operator or the registry itself is unsecured anyway.</summary>
    private bool MayAsk(ImagePlace.Registry place, Uri realm) =>
        realm.Scheme == Uri.UriSchemeHttps
        || (realm.Scheme == Uri.UriSchemeHttp && (sources.IsUnsecured(realm.Authority) || (place.Address.Scheme == Uri.UriSchemeHttp && realm.Host == place.Address.Host)));

    private static string ReadToken(byte[] json, Uri realm)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var token = document.RootElement.TryGetProperty("token", out var found) || document.RootElement.TryGetProperty("access_token", out found) ? found.GetString() : null;
            return token is { Length: > 0 } && token.All(letter => letter is > ' ' and < '\u007F') ? token : throw new JsonException();
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new ImageException(ImageFailure.Reason.Denied, $"{realm.Authority} gave something that is no token");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException unreachable)
        {
            throw unreachable.InnerException as ImageException
                ?? new ImageException(ImageFailure.Reason.Unreachable, $"{request.RequestUri!.Authority} cannot be reached: {unreachable.Message}", unreachable);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            // The client's own patience with a connection ends so.
            throw new ImageException(ImageFailure.Reason.Unreachable, $"{request.RequestUri!.Authority} does not answer", late);
        }
    }
}
