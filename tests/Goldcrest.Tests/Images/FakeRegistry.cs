using System.Net;
using System.Net.Http.Headers;

namespace Goldcrest.Tests.Images;

/// <summary>Answers requests in the process, by their whole address; remembers who asked for what with which credentials.</summary>
internal sealed class FakeRegistry : HttpMessageHandler
{
    public Dictionary<string, Func<HttpRequestMessage, HttpResponseMessage>> Answers { get; } = new(StringComparer.Ordinal);

    public List<(string Address, string? Authorization)> Requests { get; } = [];

    public static HttpResponseMessage Body(byte[] content) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };

    public static HttpResponseMessage Status(HttpStatusCode status, string? location = null, string? challenge = null)
    {
        var response = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        response.Headers.Location = location is null ? null : new Uri(location, UriKind.RelativeOrAbsolute);
        if (challenge is not null)
        {
            response.Headers.WwwAuthenticate.Add(AuthenticationHeaderValue.Parse(challenge));
        }

        return response;
    }

    /// <summary>Serves an image under a tag and by its digests.</summary>
    public string Serve(string address, string tag, TestImage image)
    {
        var hash = image.Seal();
        Answers[$"{address}/manifests/{tag}"] = _ => Body(image.Blobs[hash]);
        foreach (var (name, content) in image.Blobs)
        {
            Answers[$"{address}/{(name == hash ? "manifests" : "blobs")}/sha256:{name}"] = _ => Body(content);
        }

        return hash;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Requests)
        {
            Requests.Add((request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString()));
        }

        return Task.FromResult(Answers.TryGetValue(request.RequestUri.AbsoluteUri, out var answer) ? answer(request) : Status(HttpStatusCode.NotFound));
    }
}
