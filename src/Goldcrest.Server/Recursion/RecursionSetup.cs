using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Recursion;

/// <summary>Registers what happens when a function calls itself in circles.</summary>
internal static class RecursionSetup
{
    public static IServiceCollection AddRecursion(this IServiceCollection services) => services
        .AddSingleton<RecursionOperations>()
        .AddSingleton<IPutFunctionRecursionConfigHandler>(provider => provider.GetRequiredService<RecursionOperations>())
        .AddSingleton<IGetFunctionRecursionConfigHandler>(provider => provider.GetRequiredService<RecursionOperations>());
}
