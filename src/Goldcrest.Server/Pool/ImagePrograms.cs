using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.Images;
using Goldcrest.Server.Runtimes;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>Finds what the sandboxes of a container image run.</summary>
/// <remarks>Source: docs/contracts/images.md#what-runs.</remarks>
internal sealed class ImagePrograms(ImageLibrary library)
{
    /// <returns>The caller disposes it when no sandbox needs the files any more.</returns>
    /// <exception cref="SandboxLaunchException">The image is lost and cannot be had again.</exception>
    public async Task<FunctionProgram> OpenAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var (settings, reference) = (deployment.Settings, deployment.Code);
        var pin = library.Pin(reference.Sha256Hex);
        try
        {
            return Read(await library.OpenAsync(library.OriginOf(reference.Image!), reference.Sha256Hex, cancellationToken), settings, reference, pin);
        }
        catch (ImageException lost)
        {
            pin.Dispose();
            throw new SandboxLaunchException($"the image {reference.ResolvedImage} cannot be had: {lost.Message}", lost);
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }

    private static FunctionProgram Read(UnpackedImage image, FunctionSettings settings, CodeReference reference, IDisposable pin)
    {
        var program = ImageProgram.Of(image.Defaults, settings.Image!);
        var files = SandboxFiles.OfImage(image.Root);
        var entrypoint = ImageEntrypoint.Find(program, files, SandboxVariables.SearchPath(image.Defaults.Environment, settings.Environment));
        var launch = new RuntimeLaunch { Command = entrypoint.Words, Version = reference.ResolvedImage!, IsManaged = false, Root = new SandboxRoot.Image(image.Root) };
        return new FunctionProgram(launch, pin)
        {
            Extensions = FindExtensions(files),
            WorkingDirectory = program.WorkingDirectory,
            Handler = program.Handler,
            OwnVariables = image.Defaults.Environment,
            Flaw = entrypoint.Flaw,
        };
    }

    private static IReadOnlyList<ExternalExtension> FindExtensions(SandboxFiles files) =>
        files.FindDirectory("/opt") is { } folder && new FileInfo(Path.Combine(folder, "extensions")).LinkTarget is null
            ? ExternalExtension.Find([folder], command => Entrypoint.FindFlaw(command, files))
            : [];
}
