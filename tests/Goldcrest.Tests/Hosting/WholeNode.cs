using Goldcrest.Server.Hosting;
using Goldcrest.Server.Pool;
using Goldcrest.Server.Sandboxes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Tests.Hosting;

/// <summary>
/// A node with every feature, put together as <c>goldcrest up</c> does it, over one data directory, but without ports and sandboxes: functions are
/// played by <see cref="EchoSandboxes"/>. A second node on the same directory is a restart.
/// </summary>
internal sealed class WholeNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly InProcessServer _server;

    private WholeNode(WebApplication app, InProcessServer server, CollectedErrors errors) => (_app, _server, Errors) = (app, server, errors);

    /// <summary>What the node logged as an error or worse.</summary>
    public CollectedErrors Errors { get; }

    /// <param name="directory">Kept when the node goes.</param>
    /// <param name="time">Null for the real one.</param>
    /// <param name="dev">Believes everybody; else requests are to be signed.</param>
    public static async Task<WholeNode> StartAsync(string directory, TimeProvider? time = null, bool dev = true)
    {
        var server = new InProcessServer();
        var errors = new CollectedErrors();
        var app = GoldcrestHost.Build(new GoldcrestOptions { DataDirectory = directory, Dev = dev, LogLevel = LogLevel.Error }, services =>
        {
            services.AddSingleton<IServer>(server).AddSingleton(time ?? TimeProvider.System);
            services.AddSingleton<ISandboxLauncher, NoSandboxes>().AddSingleton<ISandboxFactory, EchoSandboxes>();
            services.AddLogging(logging => logging.ClearProviders().AddProvider(errors));
        });
        await GoldcrestHost.StartAsync(app, CancellationToken.None);
        return new WholeNode(app, server, errors);
    }

    public Task<NodeAnswer> SendAsync(NodeRequest request) => _server.SendAsync(request);

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private sealed class NoSandboxes : ISandboxLauncher
    {
        public Task RecoverAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<ISandbox> CreateAsync(SandboxSpec spec, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
