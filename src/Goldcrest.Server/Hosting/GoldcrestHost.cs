using System.Net;
using Goldcrest.Core.Code;
using Goldcrest.Core.Images;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Account;
using Goldcrest.Server.Aliases;
using Goldcrest.Server.AsyncInvoke;
using Goldcrest.Server.Bodies;
using Goldcrest.Server.Code;
using Goldcrest.Server.CodeSigning;
using Goldcrest.Server.Concurrency;
using Goldcrest.Server.EventSources;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Identity;
using Goldcrest.Server.Images;
using Goldcrest.Server.Invoke;
using Goldcrest.Server.Layers;
using Goldcrest.Server.Logs;
using Goldcrest.Server.Permissions;
using Goldcrest.Server.Pool;
using Goldcrest.Server.Recursion;
using Goldcrest.Server.RuntimeApi;
using Goldcrest.Server.Runtimes;
using Goldcrest.Server.RuntimeUpdates;
using Goldcrest.Server.S3;
using Goldcrest.Server.Sandboxes;
using Goldcrest.Server.Secrets;
using Goldcrest.Server.Storage;
using Goldcrest.Server.Tags;
using Goldcrest.Server.Telemetry;
using Goldcrest.Server.Urls;
using Goldcrest.Wire.Lambda;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Hosting;

/// <summary>Runs one node from start to drained.</summary>
public static class GoldcrestHost
{
    /// <summary>Answers 200 as soon as the server takes requests; needs no signature and tells nothing else.</summary>
    public const string HealthPath = "/_goldcrest/health";

    /// <param name="options">Valid options: <see cref="GoldcrestOptions.Validate"/> found nothing.</param>
    /// <param name="onReady">Called once, with the endpoint (no slash at its end), when the port is bound.</param>
    /// <param name="stop">Begins the drain: no new requests, those begun may finish within a bounded time.</param>
    /// <returns>The exit code: 0 after a clean drain, 1 when the server had to end by itself.</returns>
    /// <exception cref="StartException">It could not start, for a reason that a person can put right.</exception>
    public static async Task<int> RunAsync(GoldcrestOptions options, Action<string> onReady, CancellationToken stop)
    {
        await using var app = Build(options);
        try
        {
            await StartAsync(app, stop);
        }
        catch (Exception fault) when (StartException.From(fault, options) is { } known)
        {
            throw known;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        onReady(addresses.Addresses.Single());

        return await ServeAsync(app, stop);
    }

    /// <summary>Waits until somebody asks for the end, or the host gives up because one of its background loops failed, and drains.</summary>
    /// <param name="host">Started.</param>
    /// <param name="stop">Whoever asks.</param>
    /// <returns>The exit code: 1 when nobody had asked. The host has logged the failure then.</returns>
    internal static async Task<int> ServeAsync(IHost host, CancellationToken stop)
    {
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, stopping);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = either.Token.Register(ended.SetResult);
        await ended.Task;
        var isAskedFor = stop.IsCancellationRequested;
        await host.StopAsync(CancellationToken.None);
        return isAskedFor ? 0 : 1;
    }

    /// <param name="options">Valid options.</param>
    /// <param name="replace">Has the last word on what is registered; tests put another server or sandboxes in place. Null leaves all as it is.</param>
    internal static WebApplication Build(GoldcrestOptions options, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(options.LogLevel);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // A start that fails is told by its exception; the host would print the whole stack first. A loop that failed later is critical, and told.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        // Requests that run get this long when the server stops; then sandboxes are interrupted, which takes moments.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout);
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ConnectionBuffers>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        AddFeatures(builder.Services, options);
        replace?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>Reads what is stored, then takes requests.</summary>
    internal static async Task StartAsync(WebApplication app, CancellationToken stop)
    {
        // Two things that know nothing of each other, each a third of a start.
        var launcher = app.Services.GetRequiredService<ISandboxLauncher>();
        await Task.WhenAll(Task.Run(() => launcher.RecoverAsync(stop), stop), LoadAsync(app.Services, stop));
        app.Run(app.Services.GetRequiredService<ApiEndpoint>().HandleAsync);
        await app.StartAsync(stop);
    }

    private static async Task LoadAsync(IServiceProvider services, CancellationToken stop)
    {
        _ = services.GetRequiredService<NodeCredentials>();
        await services.GetRequiredService<FunctionCatalog>().LoadAsync(stop);
        await services.GetRequiredService<LayerCatalog>().LoadAsync(stop);
        await services.GetRequiredService<EventSourceCatalog>().LoadAsync(stop);
        await services.GetRequiredService<CodeSigningCatalog>().LoadAsync(stop);
    }

    private static void AddFeatures(IServiceCollection services, GoldcrestOptions options)
    {
        var vpcs = options.Vpc is { } vpc ? VpcPlanReading.Read(vpc).Plan! : VpcPlan.None;
        var fileSystems = options.FileSystems is { } folders ? FileSystemPlanReading.Read(folders).Plan! : FileSystemPlan.None;
        AddFeatures(services, options, vpcs, fileSystems);
    }

    private static void AddFeatures(IServiceCollection services, GoldcrestOptions options, VpcPlan vpcs, FileSystemPlan fileSystems) => services
        .AddSingleton(TimeProvider.System)
#pragma warning disable RS0030 // Features take a Random; here is where the process's own, safe for many threads, comes in.
        .AddSingleton(Random.Shared)
#pragma warning restore RS0030
        .AddLogs(new LogOptions { Directory = Path.Combine(options.DataDirectory, "logs") })
        .AddSecrets(Path.Combine(options.DataDirectory, "identity"))
        .AddStorage(new StorageOptions { Directory = options.DataDirectory })
        .AddCode(new CodeStoreOptions
        {
            Directory = Path.Combine(options.DataDirectory, "code"),
            Limits = new CodeLimits { MaxAccountBytes = options.AccountCodeSize },
        })
        .AddImages(new ImageOptions
        {
            Directory = Path.Combine(options.DataDirectory, "images"),
            Sources = ImageSourceMap.TryRead(options.ImageSources, options.InsecureRegistries).Map!,
            CredentialsFile = options.RegistryCredentials ?? Path.Combine(options.DataDirectory, "registries.json"),
            Limits = new ImageLimits { MaxBytes = options.ImageSize },
            Timeout = options.ImageTimeout,
        })
        .AddIdentity(new IdentityOptions
        {
            Dev = options.Dev,
            DefaultAccount = options.Account,
            DefaultRegion = options.Region,
            Directory = Path.Combine(options.DataDirectory, "identity"),
        })
        .AddSandboxes(
            new OciLauncherOptions { DataDirectory = options.DataDirectory, Isolation = options.IsolationInForce },
            new NetworkOptions
            {
                IsOn = options.SandboxNetwork,
                LinkRange = options.SandboxLinkRange,
                Resolvers = options.SandboxResolvers,
                Subnets = [.. vpcs.Subnets.Values],
            },
            fileSystems)
        .AddTelemetry()
        .AddRuntimeApi()
        .AddRuntimes(Path.Combine(AppContext.BaseDirectory, "runtimes"), options.StrictRuntimes, RuntimeImage.TryRead(options.RuntimeImages).Images, Path.Combine(options.DataDirectory, "images", "runtimes"))
        .AddPool(new PoolOptions
        {
            IdleTimeout = options.IdleTimeout,
            FreezeAfter = options.FreezeAfter,
            MaxAge = options.MaxSandboxAge,
            SnapStartReady = options.SnapStartReady,
            DrainTimeout = options.DrainTimeout,
            Isolation = options.IsolationInForce,
            Vpcs = vpcs,
            FileSystems = fileSystems,
            EndpointUrl = options is { SandboxNetwork: true, SandboxEndpoint: true } && options.IsolationInForce != Isolation.Process ? SandboxEndpoint.Url : null,
        })
        .AddFunctions(new NodeOffer(options.IsolationInForce, vpcs))
        .AddAliases()
        .AddConcurrency(new ConcurrencyOptions { AccountLimit = options.AccountConcurrency })
        .AddAsyncInvoke()
        .AddUrls()
        .AddRecursion()
        .AddRuntimeUpdates()
        .AddTags()
        .AddAccount()
        .AddS3(new S3Options { Endpoint = options.S3Endpoint is { } s3 ? new Uri(s3) : null, Region = options.Region, Timeout = options.S3Timeout })
        .AddLayers()
        .AddPermissions()
        .AddEventSources()
        .AddCodeSigning(new CodeSigningOptions { Directory = Path.Combine(options.DataDirectory, "signing") })
        .AddInvoke()
        .AddSingleton<LambdaDispatcher>()
        .AddSingleton<LogsEndpoint>()
        .AddSingleton<CodeEndpoint>()
        .AddSingleton(BodyRoom.ForThisMachine())
        .AddSingleton<ApiEndpoint>()
        .AddHostedService<SandboxEndpoint>();
}
