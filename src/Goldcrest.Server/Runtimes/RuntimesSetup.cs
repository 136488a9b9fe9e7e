using Goldcrest.Server.Code;
using Goldcrest.Server.Images;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Runtimes;

/// <summary>Registers what finds the interpreters of functions, on the host and in images.</summary>
internal static class RuntimesSetup
{
    /// <param name="bootstraps">Directory that holds one folder of ours per managed language.</param>
    /// <param name="isStrict">Whether a function may run on no version but the one it names.</param>
    /// <param name="images">Those that interpreters are taken from.</param>
    /// <param name="notes">Directory in which is remembered which these were.</param>
    public static IServiceCollection AddRuntimes(
        this IServiceCollection services, string bootstraps, bool isStrict, IReadOnlyList<RuntimeImage> images, string notes) => services
        .AddSingleton(RuntimeCatalog.OfThisHost(bootstraps, isStrict))
        .AddSingleton(provider => new RuntimeImages(
            images,
            provider.GetRequiredService<RuntimeCatalog>(),
            provider.GetRequiredService<ImageLibrary>(),
            new RuntimeNotes(notes),
            bootstraps,
            provider.GetRequiredService<ILogger<RuntimeImages>>()))
        .AddSingleton<ICodeUser>(provider => provider.GetRequiredService<RuntimeImages>())
        .AddHostedService(provider => provider.GetRequiredService<RuntimeImages>());
}
