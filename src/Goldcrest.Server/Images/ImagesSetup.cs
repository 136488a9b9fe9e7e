using Goldcrest.Server.Code;
using Goldcrest.Server.Images.Registries;
using Microsoft.Extensions.DependencyInjection;

namespace Goldcrest.Server.Images;

/// <summary>Registers the store of images and what fills it. Resolving it opens the directory and cleans up after an earlier run.</summary>
internal static class ImagesSetup
{
    public static IServiceCollection AddImages(this IServiceCollection services, ImageOptions options) => services
        .AddSingleton(options)
        .AddSingleton<ImageStore>()
        .AddSingleton<ICodeKeeper>(provider => provider.GetRequiredService<ImageStore>())
        .AddSingleton(provider => new RegistryCaller(
            RegistryReach.CreateClient(), new RegistryCredentials(options.CredentialsFile), options.Sources, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<ImagePull>()
        .AddSingleton<ImageLibrary>()
        .AddSingleton<IImageLibrary>(provider => provider.GetRequiredService<ImageLibrary>());
}
