using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Goldcrest.Tests.Hosting;

/// <summary>Stands where Kestrel stands, without a port: a test hands requests in and reads the answers.</summary>
internal sealed class InProcessServer : IServer
{
    private Func<IFeatureCollection, Task>? _serve;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _serve = features => ServeAsync(application, features);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    /// <exception cref="Exception">Nobody caught it; Kestrel would answer 500.</exception>
    public async Task<NodeAnswer> SendAsync(NodeRequest request)
    {
        using var body = new MemoryStream();
        var response = new HttpResponseFeature();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(Request(request));
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());
        await _serve!(features);
        return new NodeAnswer(
            response.StatusCode, response.Headers.TryGetValue("x-amzn-ErrorType", out var type) ? type.ToString() : null, body.ToArray());
    }

    private static HttpRequestFeature Request(NodeRequest request)
    {
        var path = request.Target.Split('?', 2)[0];
        var feature = new HttpRequestFeature
        {
            Method = request.Method,
            Scheme = "http",
            Path = path,
            RawTarget = request.Target,
            Protocol = "HTTP/1.1",
            Body = new MemoryStream(request.Body),
        };
        feature.Headers.Host = "node";
        feature.Headers.ContentLength = request.Body.Length;
        foreach (var (name, value) in request.Headers)
        {
            feature.Headers.Append(name, value);
        }

        return feature;
    }

    private static async Task ServeAsync<TContext>(IHttpApplication<TContext> application, IFeatureCollection features)
        where TContext : notnull
    {
        var context = application.CreateContext(features);
        try
        {
            await application.ProcessRequestAsync(context);
            await features.GetRequiredFeature<IHttpResponseBodyFeature>().CompleteAsync();
        }
        finally
        {
            application.DisposeContext(context, null);
        }
    }
}
