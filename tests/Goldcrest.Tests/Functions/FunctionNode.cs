using System.Text;
using System.Text.Json.Nodes;
using Goldcrest.Core.Code;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Account;
using Goldcrest.Server.Bodies;
using Goldcrest.Server.Code;
using Goldcrest.Server.CodeSigning;
using Goldcrest.Server.Concurrency;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Identity;
using Goldcrest.Server.Images;
using Goldcrest.Server.Layers;
using Goldcrest.Server.RuntimeUpdates;
using Goldcrest.Server.Secrets;
using Goldcrest.Server.Storage;
using Goldcrest.Server.Tags;
using Goldcrest.Tests.Code;
using Goldcrest.Tests.Identity;
using Goldcrest.Tests.Images;
using Goldcrest.Tests.Layers;
using Goldcrest.Tests.Pool;
using Goldcrest.Tests.Wire;
using Goldcrest.Wire.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Functions;

/// <summary>
/// Functions with layers and code signing over a real store and database in one directory, behind the real wire; a second node on the same
/// directory is a restart.
/// </summary>
internal sealed class FunctionNode : IAsyncDisposable
{
    public const string Functions = "/2015-03-31/functions";

    private readonly ServiceProvider _services;

    private FunctionNode(ServiceProvider services) => _services = services;

    public HandClock Clock => (HandClock)Get<TimeProvider>();

    public static DateTimeOffset Start { get; } = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    /// <param name="maxAccountBytes">Code that an account may keep.</param>
    /// <param name="bucket">Null for a node that was told of none.</param>
    public static async Task<FunctionNode> OpenAsync(
        string directory, long maxAccountBytes = CodeLimits.DefaultAccountBytes, ICodeBucket? bucket = null)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new HandClock(Start))
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSecrets(Path.Combine(directory, "identity"))
            .AddStorage(new StorageOptions { Directory = directory })
            .AddSingleton(BodyRoom.ForThisMachine())
            .AddCode(new CodeStoreOptions { Directory = Path.Combine(directory, "code"), Limits = new CodeLimits { MaxAccountBytes = maxAccountBytes } })
            .AddIdentity(new IdentityOptions { Directory = Path.Combine(directory, "identity") })
            .AddSingleton<IImageLibrary>(new FakeImages())
            .AddSingleton(bucket ?? new FakeBucket(new BucketFetch.NotConfigured()))
            .AddSingleton<ISnapshots>(new ScriptedSnapshots())
            .AddFunctions(NodeOffer.Usual)
            .AddLayers()
            .AddTags()
            .AddConcurrency(new ConcurrencyOptions())
            .AddAccount()
            .AddRuntimeUpdates()
            .AddCodeSigning(new CodeSigningOptions { Directory = Signing(directory) })
            .BuildServiceProvider();
        await services.GetRequiredService<FunctionCatalog>().LoadAsync(CancellationToken.None);
        await services.GetRequiredService<LayerCatalog>().LoadAsync(CancellationToken.None);
        await services.GetRequiredService<CodeSigningCatalog>().LoadAsync(CancellationToken.None);
        await services.GetRequiredService<FunctionPreparer>().StartAsync(CancellationToken.None);
        return new FunctionNode(services);
    }

    /// <summary>Where a node of this directory looks for whom to trust.</summary>
    public static string Signing(string directory) => Path.Combine(directory, "signing");

    /// <summary>A zip with one file.</summary>
    public static byte[] Zip(string content = "x = 1") => new RawZip(new RawEntry("app.py", content)).ToBytes();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <returns>The answer's body; empty when it has none.</returns>
    public async Task<JsonObject> AskAsync(string method, string target, JsonObject? body = null)
    {
        var response = await SendAsync(method, target, body);
        Assert.True(response.Status is >= 200 and < 300, LambdaCall.Text(response));
        return response.Body.IsEmpty ? [] : JsonNode.Parse(response.Body.Span)!.AsObject();
    }

    public async Task<(int Status, string? Code, string? Message)> RefusedAsync(string method, string target, JsonObject? body = null)
    {
        var response = await SendAsync(method, target, body);
        var answer = response.Body.IsEmpty ? [] : JsonNode.Parse(response.Body.Span)!.AsObject();
        return (response.Status, LambdaCall.ErrorType(response), (string?)(answer["message"] ?? answer["Message"]));
    }

    public Task<WireResponse> SendAsync(string method, string target, JsonObject? body = null) =>
        LambdaCall.SendAsync(_services, method, target, body is null ? default : Encoding.UTF8.GetBytes(body.ToJsonString()));

    /// <param name="members">Of the request, beside what every function needs.</param>
    public static JsonObject Making(string name, byte[] zip, params (string Name, JsonNode? Value)[] members)
    {
        var body = new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = "python3.12",
            ["Handler"] = "app.handler",
            ["Role"] = FunctionExample.Role,
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(zip) },
        };
        foreach (var (member, value) in members)
        {
            body[member] = value;
        }

        return body;
    }

    public static JsonObject Code(byte[] zip) => new() { ["ZipFile"] = Convert.ToBase64String(zip) };

    /// <summary>Makes a function and waits until it can be changed.</summary>
    public async Task<JsonObject> MakeAsync(string name, byte[] zip, params (string Name, JsonNode? Value)[] members)
    {
        var made = await AskAsync("POST", Functions, Making(name, zip, members));
        await SettleAsync(name);
        return made;
    }

    public Task SettleAsync(string name) => Until.TrueAsync(() =>
        Get<IFunctionCatalog>().Find(FunctionExample.Key with { Name = name })?.Versions.All(version => !FunctionLifecycle.AwaitsPreparation(version.Phase)) == true);

    /// <returns>The answer to the publication.</returns>
    public Task<JsonObject> PublishLayerAsync(string name, byte[] zip) =>
        AskAsync("POST", $"/2018-10-31/layers/{name}/versions", new JsonObject { ["Content"] = Code(zip) });

    public async ValueTask DisposeAsync()
    {
        await Get<FunctionPreparer>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
