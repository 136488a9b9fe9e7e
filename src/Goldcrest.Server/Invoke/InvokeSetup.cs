using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Invoke;

/// <summary>Registers the invoke operations.</summary>
internal static class InvokeSetup
{
    public static IServiceCollection AddInvoke(this IServiceCollection services) => services.AddSingleton<IInvokeHandler, InvokeOperation>();
}
