using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Urls;

/// <summary>Registers function URLs.</summary>
internal static class UrlsSetup
{
    public static IServiceCollection AddUrls(this IServiceCollection services) => services
        .AddSingleton<UrlReads>()
        .AddSingleton<IGetFunctionUrlConfigHandler>(provider => provider.GetRequiredService<UrlReads>())
        .AddSingleton<IListFunctionUrlConfigsHandler>(provider => provider.GetRequiredService<UrlReads>())
        .AddSingleton<UrlWrites>()
        .AddSingleton<ICreateFunctionUrlConfigHandler>(provider => provider.GetRequiredService<UrlWrites>())
        .AddSingleton<IUpdateFunctionUrlConfigHandler>(provider => provider.GetRequiredService<UrlWrites>())
        .AddSingleton<IDeleteFunctionUrlConfigHandler>(provider => provider.GetRequiredService<UrlWrites>());
}
