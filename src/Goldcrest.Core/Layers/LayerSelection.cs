namespace Goldcrest.Core.Layers;

/// <summary>What became of the list of layers that a function is to have.</summary>
/// <remarks>Source: docs/contracts/layers.md#functions.</remarks>
public abstract record LayerSelection
{
    private LayerSelection() { }

    /// <param name="arns">As the client wrote them. The order matters: later ones win.</param>
    /// <param name="region">Of the function.</param>
    /// <param name="codeBytes">Of the function's own code, unpacked.</param>
    /// <param name="look">What the caller finds behind an ARN.</param>
    public static LayerSelection Select(
        IReadOnlyList<string> arns, string region, long codeBytes, Func<LayerVersionKey, LayerLookup> look)
    {
        if (arns.Count > LayerLimits.MaxPerFunction)
        {
            return new TooMany();
        }

        var chosen = new List<AttachedLayer>(arns.Count);
        var byLayer = new Dictionary<LayerKey, string>();
        foreach (var arn in arns)
        {
            if (Add(arn, region, look, chosen, byLayer) is { } refusal)
            {
                return refusal;
            }
        }

        return Measure(chosen, codeBytes) ?? new Selected(chosen);
    }

    /// <summary>To be asked again whenever the function gets other code.</summary>
    /// <returns>Null when all of it fits.</returns>
    public static LayerSelection? Measure(IReadOnlyList<AttachedLayer> layers, long codeBytes)
    {
        var layerBytes = layers.Sum(layer => layer.UnpackedBytes);
        return layerBytes > LayerLimits.MaxUnpackedBytes ? new LayersTooLarge()
            : layers.Count > 0 && layerBytes + codeBytes > LayerLimits.MaxUnpackedBytes ? new TogetherTooLarge(layerBytes + codeBytes)
            : null;
    }

    private static LayerSelection? Add(
        string arn, string region, Func<LayerVersionKey, LayerLookup> look, List<AttachedLayer> chosen, Dictionary<LayerKey, string> byLayer)
    {
        if (LayerVersionKey.TryParse(arn) is not { } key)
        {
            return new Missing(arn);
        }

        if (key.Layer.Region != region)
        {
            return new OtherRegion(region);
        }

        switch (look(key))
        {
            case LayerLookup.Closed:
                return new Closed(arn);
            case LayerLookup.Found { Version: var version }:
                chosen.Add(new AttachedLayer(version.Key.Arn, version.Code, version.UnpackedBytes));
                break;
            default:
                return new Missing(arn);
        }

        return byLayer.TryAdd(key.Layer, arn) ? null : new SameLayerTwice(byLayer[key.Layer], arn);
    }

    /// <param name="Layers">In the order of the request.</param>
    public sealed record Selected(IReadOnlyList<AttachedLayer> Layers) : LayerSelection;

    public sealed record TooMany : LayerSelection;

    /// <param name="Expected">The region of the function.</param>
    public sealed record OtherRegion(string Expected) : LayerSelection;

    public sealed record Missing(string Arn) : LayerSelection;

    /// <summary>Another account's, which does not share it.</summary>
    public sealed record Closed(string Arn) : LayerSelection;

    /// <summary>Also when both are the same version.</summary>
    public sealed record SameLayerTwice(string First, string Second) : LayerSelection;

    /// <summary>Already without the function's own code.</summary>
    public sealed record LayersTooLarge : LayerSelection;

    /// <param name="Bytes">Of code and layers.</param>
    public sealed record TogetherTooLarge(long Bytes) : LayerSelection;
}
