using System.Collections.Concurrent;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;
using Goldcrest.Server.Code;
using Goldcrest.Server.Images;
using Goldcrest.Server.Sandboxes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Runtimes;

/// <summary>
/// Interpreters out of images, where the operator named one for a runtime. They are got when the server starts, and again when a function needs one that could not be got.
/// Which image a name stood for is remembered on disk, so that a restart without its registry goes on with it.
/// </summary>
/// <param name="bootstraps">Directory that holds one folder of ours per managed language.</param>
/// <remarks>Source: docs/contracts/runtimes.md#interpreters-from-images.</remarks>
internal sealed partial class RuntimeImages(
    IReadOnlyList<RuntimeImage> images, RuntimeCatalog catalog, ImageLibrary library, RuntimeNotes notes, string bootstraps, ILogger<RuntimeImages> logger)
    : BackgroundService, ICodeUser
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RuntimeLaunch>>> _launches = new(StringComparer.Ordinal);

    public bool Uses(string sha256Hex) => images.Any(image => notes.Find(image) == sha256Hex);

    /// <param name="runtime">An identifier that functions may have.</param>
    /// <param name="cancellationToken">Ends the waiting, not the getting.</param>
    /// <returns>Null when the operator named no image for it.</returns>
    /// <exception cref="SandboxLaunchException">The image cannot be had, or has no such interpreter.</exception>
    public async Task<RuntimeLaunch?> FindAsync(string runtime, CancellationToken cancellationToken)
    {
        if (images.FirstOrDefault(image => image.Runtime == runtime) is not { } named)
        {
            return null;
        }

        var launch = _launches.GetOrAdd(runtime, _ => new Lazy<Task<RuntimeLaunch>>(() => Task.Run(() => OpenAsync(named), CancellationToken.None)));
        try
        {
            return await launch.Value.WaitAsync(cancellationToken);
        }
        catch when (launch.Value is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            // The next function tries anew.
            _launches.TryRemove(KeyValuePair.Create(runtime, launch));
            throw;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var image in images)
        {
            try
            {
                await FindAsync(image.Runtime, stoppingToken);
            }
            catch (SandboxLaunchException failure)
            {
                LogNotGot(image.Runtime, failure.Message);
            }
        }
    }

    private async Task<RuntimeLaunch> OpenAsync(RuntimeImage named)
    {
        try
        {
            var origin = named.IsFile ? ImageOrigin.OfFile(named.Image) : library.OriginOf(ImageUri.TryParse(named.Image)!);
            var hash = await ResolveAsync(named, origin);
            var image = await library.OpenAsync(origin, hash, CancellationToken.None);
            notes.Write(named, hash);
            var launch = Launch(named, image);
            LogGot(named.Runtime, launch.Version, launch.Command[0], named.Image);
            return launch;
        }
        catch (Exception failure) when (failure is not SandboxLaunchException)
        {
            // Whatever it was costs this runtime; the other ones, and the server, go on.
            throw new SandboxLaunchException($"the image {named.Image} for {named.Runtime} cannot be had: {failure.Message}", failure);
        }
    }

    /// <returns>The digest, pinned until the server ends: it may serve at any time.</returns>
    private async Task<string> ResolveAsync(RuntimeImage named, ImageOrigin origin)
    {
        var (hold, failure) = await library.ResolveAsync(origin, "", CancellationToken.None);
        if (hold is not null)
        {
            return hold.Sha256Hex;
        }

        if (failure!.Kind != ImageFailure.Reason.Unreachable || notes.Find(named) is not { } known)
        {
            throw new ImageException(failure);
        }

        LogGoesOn(named.Runtime, failure.Detail);
        _ = library.Pin(known);
        return known;
    }

    private RuntimeLaunch Launch(RuntimeImage named, UnpackedImage image)
    {
        var language = catalog.Languages.First(language => language.Owns(named.Runtime));
        var files = SandboxFiles.OfImage(image.Root);
        var program = language.PlacesInImages(named.Runtime).FirstOrDefault(place => files.FindFile(place) is not null && Entrypoint.FindFlaw(place, files) is null)
            ?? throw new SandboxLaunchException($"the image {named.Image} has no interpreter for {named.Runtime}");
        var interpreter = new Interpreter(program, language.VersionOf(named.Runtime, image.Defaults.Environment));
        return language.LaunchFrom(new SandboxRoot.Image(image.Root), interpreter, bootstraps);
    }

    [LoggerMessage(5201, LogLevel.Information, "{Runtime} runs on {Version}, {Program} of image {Image}")]
    private partial void LogGot(string runtime, string version, string program, string image);

    [LoggerMessage(5202, LogLevel.Warning, "{Runtime} cannot run yet: {Reason}")]
    private partial void LogNotGot(string runtime, string reason);

    [LoggerMessage(5203, LogLevel.Warning, "{Runtime} goes on with the image that it had: {Reason}")]
    private partial void LogGoesOn(string runtime, string reason);
}
