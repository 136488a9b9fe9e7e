using Goldcrest.Server.Functions;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Pool;

/// <summary>Registers the pool of sandboxes.</summary>
internal static class PoolSetup
{
    public static IServiceCollection AddPool(this IServiceCollection services, PoolOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ImagePrograms>()
        .AddSingleton<FunctionPrograms>()
        .AddSingleton<RoleSessions>()
        .AddSingleton<SandboxVariables>()
        .AddSingleton(provider => new IsolationOfFunctions(provider.GetRequiredService<IFunctionCatalog>, options))
        .AddSingleton<ISandboxFactory, SandboxFactory>()
        .AddSingleton<SandboxPool>()
        .AddSingleton<ISnapshots>(provider => provider.GetRequiredService<SandboxPool>())
        .AddSingleton<IDeploymentObserver>(provider => provider.GetRequiredService<SandboxPool>())
        .AddHostedService(provider => provider.GetRequiredService<SandboxPool>());
}
