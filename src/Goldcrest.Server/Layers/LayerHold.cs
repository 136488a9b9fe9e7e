using Goldcrest.Core.Layers;

namespace Goldcrest.Server.Layers;

/// <summary>Layers whose code stays at least until this is disposed.</summary>
/// <param name="Layers">In order: later ones win.</param>
internal sealed record LayerHold(IReadOnlyList<AttachedLayer> Layers, IDisposable Pins) : IDisposable
{
    public void Dispose() => Pins.Dispose();
}
