using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Goldcrest.Server.Identity;

/// <summary>Registers who may use the node. Resolving the credentials reads the root key, or makes it at the first start.</summary>
internal static class IdentitySetup
{
    /// <exception cref="ArgumentException">An option is wrong; the message lists all that are.</exception>
    public static IServiceCollection AddIdentity(this IServiceCollection services, IdentityOptions options)
    {
        if (options.Validate() is { Count: > 0 } wrong)
        {
            throw new ArgumentException(string.Join(' ', wrong), nameof(options));
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(_ => RootCredentials.LoadOrCreate(options.Directory));
        services.AddSingleton<NodeCredentials>();
        services.AddSingleton<ICredentialStore>(provider => provider.GetRequiredService<NodeCredentials>());
        services.AddSingleton<ITemporaryCredentials>(provider => provider.GetRequiredService<NodeCredentials>());
        if (options.Dev)
        {
            services.AddSingleton<IAuthenticator, DevAuthenticator>();
        }
        else
        {
            services.AddSingleton<IAuthenticator, RequestAuthenticator>();
        }

        return services;
    }
}
