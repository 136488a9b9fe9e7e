using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>Registers the Runtime API.</summary>
internal static class RuntimeApiSetup
{
    public static IServiceCollection AddRuntimeApi(this IServiceCollection services) => services
        .AddSingleton<RuntimeApiTransport>()
        .AddHostedService<RuntimeApiServer>();
}
