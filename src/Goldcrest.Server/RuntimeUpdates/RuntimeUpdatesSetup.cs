using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.RuntimeUpdates;

/// <summary>Registers when versions move to another release of their runtime.</summary>
internal static class RuntimeUpdatesSetup
{
    public static IServiceCollection AddRuntimeUpdates(this IServiceCollection services) => services
        .AddSingleton<RuntimeUpdateOperations>()
        .AddSingleton<IPutRuntimeManagementConfigHandler>(provider => provider.GetRequiredService<RuntimeUpdateOperations>())
        .AddSingleton<IGetRuntimeManagementConfigHandler>(provider => provider.GetRequiredService<RuntimeUpdateOperations>());
}
