using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Concurrency;

/// <summary>Registers reserved and provisioned concurrency.</summary>
internal static class ConcurrencySetup
{
    public static IServiceCollection AddConcurrency(this IServiceCollection services, ConcurrencyOptions options) => services
        .AddSingleton(options)
        .AddSingleton<AccountPool>()
        .AddSingleton<ReservedConcurrency>()
        .AddSingleton<IPutFunctionConcurrencyHandler>(provider => provider.GetRequiredService<ReservedConcurrency>())
        .AddSingleton<IGetFunctionConcurrencyHandler>(provider => provider.GetRequiredService<ReservedConcurrency>())
        .AddSingleton<IDeleteFunctionConcurrencyHandler>(provider => provider.GetRequiredService<ReservedConcurrency>())
        .AddSingleton<ProvisionedReads>()
        .AddSingleton<IGetProvisionedConcurrencyConfigHandler>(provider => provider.GetRequiredService<ProvisionedReads>())
        .AddSingleton<IListProvisionedConcurrencyConfigsHandler>(provider => provider.GetRequiredService<ProvisionedReads>())
        .AddSingleton<ProvisionedWrites>()
        .AddSingleton<IPutProvisionedConcurrencyConfigHandler>(provider => provider.GetRequiredService<ProvisionedWrites>())
        .AddSingleton<IDeleteProvisionedConcurrencyConfigHandler>(provider => provider.GetRequiredService<ProvisionedWrites>());
}
