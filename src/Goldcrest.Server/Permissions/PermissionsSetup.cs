using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Permissions;

/// <summary>Registers the operations on policies of functions.</summary>
internal static class PermissionsSetup
{
    public static IServiceCollection AddPermissions(this IServiceCollection services) => services
        .AddSingleton<PermissionOperations>()
        .AddSingleton<IAddPermissionHandler>(provider => provider.GetRequiredService<PermissionOperations>())
        .AddSingleton<IGetPolicyHandler>(provider => provider.GetRequiredService<PermissionOperations>())
        .AddSingleton<IRemovePermissionHandler>(provider => provider.GetRequiredService<PermissionOperations>());
}
