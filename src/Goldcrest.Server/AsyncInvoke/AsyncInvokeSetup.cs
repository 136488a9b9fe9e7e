using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.AsyncInvoke;

/// <summary>Registers the settings of asynchronous invocations.</summary>
internal static class AsyncInvokeSetup
{
    public static IServiceCollection AddAsyncInvoke(this IServiceCollection services) => services
        .AddSingleton<EventInvokeReads>()
        .AddSingleton<IGetFunctionEventInvokeConfigHandler>(provider => provider.GetRequiredService<EventInvokeReads>())
        .AddSingleton<IListFunctionEventInvokeConfigsHandler>(provider => provider.GetRequiredService<EventInvokeReads>())
        .AddSingleton<EventInvokeWrites>()
        .AddSingleton<IPutFunctionEventInvokeConfigHandler>(provider => provider.GetRequiredService<EventInvokeWrites>())
        .AddSingleton<IUpdateFunctionEventInvokeConfigHandler>(provider => provider.GetRequiredService<EventInvokeWrites>())
        .AddSingleton<IDeleteFunctionEventInvokeConfigHandler>(provider => provider.GetRequiredService<EventInvokeWrites>());
}
