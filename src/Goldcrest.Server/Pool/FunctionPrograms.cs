using Goldcrest.Core.Functions;
using Goldcrest.Core.Invoke;
using Goldcrest.Server.Code;
using Goldcrest.Server.Extensions;
using Goldcrest.Server.Layers;
using Goldcrest.Server.Runtimes;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>Finds what a deployment's sandboxes run, and lays its files out on the host.</summary>
internal sealed class FunctionPrograms(RuntimeCatalog runtimes, RuntimeImages interpreters, ImagePrograms images, CodeStore code, LayerTrees layers)
{
    /// <returns>The caller disposes it when no sandbox needs the files any more.</returns>
    /// <exception cref="SandboxLaunchException">This host cannot run the function.</exception>
    public Task<FunctionProgram> OpenAsync(Deployment deployment, CancellationToken cancellationToken) => deployment.Settings.Runtime is { } runtime
        ? OpenZipAsync(deployment, runtime, cancellationToken)
        : images.OpenAsync(deployment, cancellationToken);

    private async Task<FunctionProgram> OpenZipAsync(Deployment deployment, string runtime, CancellationToken cancellationToken)
    {
        var settings = deployment.Settings;
        var launch = await interpreters.FindAsync(runtime, cancellationToken) ?? runtimes.Find(runtime)
            ?? throw new SandboxLaunchException($"this host has no interpreter for {runtime}; `goldcrest doctor` names the package");
        var hold = new FileHold(code.Pin(deployment.Code.Sha256Hex), layers.Pin(settings.Layers));
        try
        {
            var codeTree = await code.UnpackAsync(deployment.Code.Sha256Hex, cancellationToken);
            var layerTrees = await layers.UnpackAsync(settings.Layers, cancellationToken);
            var files = launch.Root is SandboxRoot.Image image ? SandboxFiles.OnImage(image.Directory, codeTree, layerTrees) : new SandboxFiles(codeTree, layerTrees);
            var entrypoint = launch.IsManaged ? null : Entrypoint.Find(files);
            return new FunctionProgram(entrypoint is null ? launch : launch with { Command = [entrypoint.Command] }, hold)
            {
                CodeDirectory = codeTree,
                LayerDirectories = layerTrees,
                Extensions = ExternalExtension.Find(layerTrees, command => Entrypoint.FindFlaw(command, files)),
                Handler = settings.Handler,
                Flaw = entrypoint?.Flaw is { } flaw ? FunctionFault.InvalidEntrypoint(flaw) : null,
            };
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>Keeps all of a function's files from being collected.</summary>
    private sealed class FileHold(IDisposable own, IDisposable layers) : IDisposable
    {
        public void Dispose()
        {
            own.Dispose();
            layers.Dispose();
        }
    }
}
