using System.Text;
using System.Text.Json;
using Goldcrest.Server.Bodies;
using Goldcrest.Server.Code;
using Goldcrest.Server.CodeSigning;
using Goldcrest.Server.Identity;
using Goldcrest.Server.Layers;
using Goldcrest.Server.Storage;
using Goldcrest.Server.Tags;
using Goldcrest.Tests.Code;
using Goldcrest.Tests.Identity;
using Goldcrest.Tests.Wire;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Layers;

/// <summary>Layers over a real store and database in one directory; a second node on the same directory is a restart.</summary>
internal sealed class LayerNode : IAsyncDisposable
{
    public const string Account = "000000000000";
    public const string OtherAccount = "111111111111";

    private readonly ServiceProvider _services;

    private LayerNode(ServiceProvider services) => _services = services;

    public HandClock Clock => (HandClock)Get<TimeProvider>();

    public LayerCatalog Catalog => Get<LayerCatalog>();

    public static async Task<LayerNode> OpenAsync(string directory, ICodeBucket? bucket = null)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new HandClock(DateTimeOffset.Parse("2025-11-25T10:11:12.345Z", System.Globalization.CultureInfo.InvariantCulture)))
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddStorage(new StorageOptions { Directory = directory })
            .AddSingleton(BodyRoom.ForThisMachine())
            .AddCode(new CodeStoreOptions { Directory = Path.Combine(directory, "code") })
            .AddIdentity(new IdentityOptions { DefaultAccount = Account, DefaultRegion = "us-east-1", Directory = Path.Combine(directory, "identity") })
            .AddSingleton(new CodeSigningOptions { Directory = Path.Combine(directory, "signing") })
            .AddSingleton<ICodeSignatures, CodeSignatures>()
            .AddTags()
            .AddSingleton(bucket ?? new FakeBucket(new BucketFetch.NotConfigured()))
            .AddLayers()
            .BuildServiceProvider();
        await services.GetRequiredService<LayerCatalog>().LoadAsync(CancellationToken.None);
        return new LayerNode(services);
    }

    public static CallContext Context(string account = Account, string region = "us-east-1") => LambdaCall.Context with
    {
        Account = account,
        Region = region,
        PrincipalArn = $"arn:aws:iam::{account}:root",
    };

    /// <summary>A zip with one file.</summary>
    public static byte[] Zip(string name = "python/m.py", string content = "x = 1") => new RawZip(new RawEntry(name, content)).ToBytes();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <param name="target">Path and query, as on the request line.</param>
    public async Task<WireResponse> SendAsync(string method, string target, object? body = null, CallContext? context = null)
    {
        var parts = target.Split('?', 2);
        var request = new WireRequest
        {
            Method = method,
            RawPath = parts[0],
            RawQuery = parts.Length > 1 ? parts[1] : "",
            Headers = new FixedHeaders(),
            Body = body switch { null => default, string text => Encoding.UTF8.GetBytes(text), _ => JsonSerializer.SerializeToUtf8Bytes(body) },
        };
        var match = LambdaService.Find(request.Method, request.RawPath, request.RawQuery) ?? throw new ArgumentException($"No operation at {method} {target}.", nameof(target));
        return await new LambdaDispatcher(_services).DispatchAsync(match, request, context ?? Context(), CancellationToken.None);
    }

    /// <returns>The answer's body.</returns>
    public async Task<JsonElement> AskAsync(string method, string target, object? body = null, CallContext? context = null)
    {
        var response = await SendAsync(method, target, body, context);
        Assert.True(response.Status is >= 200 and < 300, LambdaCall.Text(response));
        return response.Body.IsEmpty ? default : JsonDocument.Parse(response.Body).RootElement;
    }

    public Task<JsonElement> PublishAsync(string name = "l", byte[]? zip = null, CallContext? context = null) =>
        AskAsync("POST", $"/2018-10-31/layers/{name}/versions", new { Content = new { ZipFile = zip ?? Zip() } }, context);

    public async Task AssertRefusedAsync(int status, string code, string? message, string method, string target, object? body = null, CallContext? context = null)
    {
        var response = await SendAsync(method, target, body, context);
        using var answer = JsonDocument.Parse(response.Body);
        var text = answer.RootElement.TryGetProperty("message", out var small) ? small : answer.RootElement.GetProperty("Message");
        Assert.Equal((status, code, message), (response.Status, LambdaCall.ErrorType(response), text.GetString()));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
