using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;
using Goldcrest.Server.Code;
using Goldcrest.Server.Images;
using Goldcrest.Server.Images.Registries;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goldcrest.Tests.Images;

/// <summary>A store of images in a directory of its own, which goes with it, before a registry that a test plays.</summary>
internal sealed class ImageNode : IDisposable
{
    public const string Address = "https://registry.example/v2/app";
    public static readonly ImageUri Uri = ImageUri.TryParse("registry.example/app:1")!;

    private readonly List<ImageStore> _opened = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("goldcrest-images-").FullName;

    public string CredentialsFile => Path.Combine(Root, "registries.json");

    public string StoreFolder => Path.Combine(Root, "store");

    public FakeRegistry Registry { get; } = new();

    public ImageLimits Limits { get; set; } = new();

    public string? Sources { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public ImageStore? Store { get; private set; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A second one on the same directory is a restart.</summary>
    public ImageLibrary Open()
    {
        var options = new ImageOptions
        {
            Directory = StoreFolder,
            Sources = ImageSourceMap.TryRead(Sources, null).Map!,
            CredentialsFile = CredentialsFile,
            Limits = Limits,
        };
        Store = new ImageStore(options, new FreedCode(TimeProvider.System), NullLogger<ImageStore>.Instance);
        _opened.Add(Store);
        var caller = new RegistryCaller(new HttpMessageInvoker(Registry), new RegistryCredentials(CredentialsFile), options.Sources, Time);
        return new ImageLibrary(
            options, Store, caller, new ImagePull(options, Time, NullLogger<ImagePull>.Instance), NullLogger<ImageLibrary>.Instance);
    }

    /// <summary>Serves an image, pulls it, and shows its tree; or why not.</summary>
    public async Task<(string? Tree, ImageFailure? Failure)> PullAsync(TestImage image)
    {
        var hash = Registry.Serve(Address, "1", image);
        var failure = await Open().PullAsync(Uri, hash, Token);
        return (failure is null ? Store!.Find(hash)!.Root : null, failure);
    }

    /// <summary>What is below the drafts: what a failure left.</summary>
    public IEnumerable<string> Leftovers => Directory.EnumerateFileSystemEntries(Path.Combine(StoreFolder, "drafts"));

    public void Dispose()
    {
        _opened.ForEach(store => store.Dispose());
        Directory.Delete(Root, recursive: true);
    }
}
