using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Sandboxes.Bubblewrap;
using Goldcrest.Server.Sandboxes.FileSystems;
using Goldcrest.Server.Sandboxes.Network;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes;

/// <summary>The front door of the feature.</summary>
internal static class SandboxesSetup
{
    /// <summary>Registers the launcher. Somebody must call <see cref="ISandboxLauncher.RecoverAsync"/> once before the first sandbox.</summary>
    /// <param name="fileSystems">What access points stand for; null: nothing is known of any.</param>
    public static IServiceCollection AddSandboxes(
        this IServiceCollection services, OciLauncherOptions options, NetworkOptions network, FileSystemPlan? fileSystems = null)
    {
        services.AddSingleton(network).AddSingleton<SandboxNetworks>();
        services.AddSingleton(provider => new SharedFolders(
            fileSystems ?? FileSystemPlan.None, options.DataDirectory, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SharedFolders>>()));
        return options.Isolation == Isolation.Process
            ? services.AddSingleton<ISandboxLauncher>(provider => new BubblewrapLauncher(
                options,
                provider.GetRequiredService<SharedFolders>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<BubblewrapLauncher>>()))
            : services.AddSingleton<ISandboxLauncher>(provider => new OciLauncher(
                options,
                provider.GetRequiredService<SandboxNetworks>(),
                provider.GetRequiredService<SharedFolders>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<OciLauncher>>()));
    }
}
