using Goldcrest.Wire.Lambda;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Account;

/// <summary>Registers the account's own operation.</summary>
internal static class AccountSetup
{
    public static IServiceCollection AddAccount(this IServiceCollection services) =>
        services.AddSingleton<IGetAccountSettingsHandler, AccountSettings>();
}
