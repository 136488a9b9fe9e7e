using Goldcrest.Server.Functions;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Pool;

/// <summary>Registers the pool of sandboxes.</summary>
internal static class PoolSetup
{
    public static IServiceCollection AddPool(this IServiceCollection services, PoolOptions options) => services
        .AddSingleton(options)
        .AddSingleton<FunctionPrograms>()
        .AddSingleton<SandboxVariables>()
        .AddSingleton<ISandboxFactory, SandboxFactory>()
        .AddSingleton<SandboxPool>()
        .AddSingleton<IDeploymentObserver>(provider => provider.GetRequiredService<SandboxPool>())
        .AddHostedService(provider => provider.GetRequiredService<SandboxPool>());
}
