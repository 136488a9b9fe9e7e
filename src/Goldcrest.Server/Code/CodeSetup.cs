using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Code;

/// <summary>Registers the store of zips and what removes from it. Resolving it opens the directory and cleans up after an earlier run.</summary>
internal static class CodeSetup
{
    public static IServiceCollection AddCode(this IServiceCollection services, CodeStoreOptions options) =>
        services
            .AddSingleton(options)
            .AddSingleton<FreedCode>()
            .AddSingleton<CodeLedger>()
            .AddSingleton<CodeStore>()
            .AddSingleton<ICodeKeeper>(provider => provider.GetRequiredService<CodeStore>())
            .AddSingleton<CodeDelivery>()
            .AddSingleton<CodeLinks>()
            .AddHostedService<CodeCollector>();
}
