namespace Goldcrest.Core.Layers;

/// <summary>The numbers that layers must respect.</summary>
/// <remarks>Source: docs/contracts/layers.md#limits.</remarks>
public static class LayerLimits
{
    public const int MaxPerFunction = 5;

    /// <summary>Bytes of a function's code and its layers together, unpacked.</summary>
    public const long MaxUnpackedBytes = 262_144_000;
}
