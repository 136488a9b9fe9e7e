using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Server.Layers;
using Goldcrest.Server.Runtimes;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>Finds what a deployment's sandboxes run, and lays its files out on the host.</summary>
internal sealed class FunctionPrograms(RuntimeCatalog runtimes, CodeStore code, LayerTrees layers)
{
    /// <returns>The caller disposes it when no sandbox needs the files any more.</returns>
    /// <exception cref="SandboxLaunchException">This host cannot run the function.</exception>
    public async Task<FunctionProgram> OpenAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        var settings = deployment.Settings;
        var runtime = settings.Runtime ?? throw new SandboxLaunchException("container images do not run yet");
        var launch = runtimes.Find(runtime)
            ?? throw new SandboxLaunchException($"this host has no interpreter for {runtime}; `goldcrest doctor` names the package");
        var hold = new FileHold(code.Pin(deployment.Code.Sha256Hex), layers.Pin(settings.Layers));
        try
        {
            var codeTree = await code.UnpackAsync(deployment.Code.Sha256Hex, cancellationToken);
            var layerTrees = await layers.UnpackAsync(settings.Layers, cancellationToken);
            var entrypoint = launch.IsManaged ? null : Entrypoint.Find(new SandboxFiles(codeTree, layerTrees));
            return new FunctionProgram(launch, entrypoint, hold) { CodeDirectory = codeTree, LayerDirectories = layerTrees };
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
