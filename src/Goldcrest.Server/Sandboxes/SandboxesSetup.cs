using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.Bubblewrap;
using Goldcrest.Server.Sandboxes.Network;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes;

/// <summary>The front door of the feature.</summary>
internal static class SandboxesSetup
{
    /// <summary>Registers the launcher. Somebody must call <see cref="ISandboxLauncher.RecoverAsync"/> once before the first sandbox.</summary>
    public static IServiceCollection AddSandboxes(this IServiceCollection services, OciLauncherOptions options, NetworkOptions network)
    {
        services.AddSingleton(network).AddSingleton<SandboxNetworks>();
        return options.Isolation == Isolation.Process
            ? services.AddSingleton<ISandboxLauncher>(provider => new BubblewrapLauncher(
                options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<BubblewrapLauncher>>()))
            : services.AddSingleton<ISandboxLauncher>(provider => new OciLauncher(
                options,
                provider.GetRequiredService<SandboxNetworks>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<OciLauncher>>()));
    }
}
