using Goldcrest.Core.Layers;
using Goldcrest.Server.Code;

namespace Goldcrest.Server.Layers;

/// <summary>The files of a function's layers, for whoever builds its sandbox.</summary>
internal sealed class LayerTrees(CodeStore code)
{
    /// <summary>Keeps the code of all of them from being collected until disposed.</summary>
    public IDisposable Pin(IReadOnlyList<AttachedLayer> layers) => new Pins([.. layers.Select(layer => code.Pin(layer.Code.Sha256Hex))]);

    /// <param name="layers">Pinned, or named by a stored function.</param>
    /// <param name="cancellationToken">Ends the waiting, not the unpacking.</param>
    /// <returns>Directories in the order of the layers, as a sandbox merges them: a later one wins.</returns>
    /// <exception cref="FileNotFoundException">The code of a layer is not in the store.</exception>
    /// <exception cref="InvalidDataException">A zip on disk is not what was stored.</exception>
    public Task<string[]> UnpackAsync(IReadOnlyList<AttachedLayer> layers, CancellationToken cancellationToken) =>
        Task.WhenAll(layers.Select(layer => code.UnpackAsync(layer.Code.Sha256Hex, cancellationToken)));

    private sealed class Pins(IReadOnlyList<IDisposable> pins) : IDisposable
    {
        public void Dispose()
        {
            foreach (var pin in pins)
            {
                pin.Dispose();
            }
        }
    }
}
