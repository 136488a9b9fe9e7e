using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Aliases;

/// <summary>Registers the alias operations.</summary>
internal static class AliasesSetup
{
    public static IServiceCollection AddAliases(this IServiceCollection services) => services
        .AddSingleton<AliasReads>()
        .AddSingleton<IGetAliasHandler>(provider => provider.GetRequiredService<AliasReads>())
        .AddSingleton<IListAliasesHandler>(provider => provider.GetRequiredService<AliasReads>())
        .AddSingleton<AliasWrites>()
        .AddSingleton<ICreateAliasHandler>(provider => provider.GetRequiredService<AliasWrites>())
        .AddSingleton<IUpdateAliasHandler>(provider => provider.GetRequiredService<AliasWrites>())
        .AddSingleton<IDeleteAliasHandler>(provider => provider.GetRequiredService<AliasWrites>());
}
