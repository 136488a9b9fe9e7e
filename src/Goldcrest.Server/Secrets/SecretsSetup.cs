using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Secrets;

/// <summary>Registers what seals secrets. Resolving it makes the key when there is none.</summary>
internal static class SecretsSetup
{
    /// <param name="directory">Absolute; where the key lies.</param>
    public static IServiceCollection AddSecrets(this IServiceCollection services, string directory) =>
        services.AddSingleton(_ => new SecretBox(directory));
}
