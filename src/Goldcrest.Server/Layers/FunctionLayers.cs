using Goldcrest.Core.Layers;
using Goldcrest.Server.Code;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Layers;

/// <summary>Turns the list of layers in a request into layers that a function can keep.</summary>
/// <remarks>Source: docs/contracts/layers.md#functions.</remarks>
internal sealed class FunctionLayers(LayerCatalog catalog, LayerTrees trees)
{
    /// <param name="arns">As the request has them; empty takes all layers away.</param>
    /// <param name="codeBytes">Of the function's own code, unpacked; see <see cref="CodeStore.MeasureAsync"/>.</param>
    /// <returns>
    /// The layers with a hold on their code, to be disposed once the function that names them is stored; or why they cannot be had. Exactly
    /// one of both.
    /// </returns>
    public (LayerHold? Hold, WireError? Error) Select(IReadOnlyList<string> arns, long codeBytes, CallContext context)
    {
        var (layers, error) = Look(arns, codeBytes, context);
        if (layers is null)
        {
            return (null, error);
        }

        // The second look is behind the pins: a version that is still there now keeps its code until the function names it itself.
        var hold = new LayerHold(layers, trees.Pin(layers));
        (layers, error) = Look(arns, codeBytes, context);
        if (layers is not null)
        {
            return (hold, null);
        }

        hold.Dispose();
        return (null, error);
    }

    /// <summary>To be asked when a function that has layers gets other code.</summary>
    /// <returns>Null when all of it fits.</returns>
    public static WireError? Refuse(IReadOnlyList<AttachedLayer> layers, long codeBytes, CallContext context) =>
        LayerSelection.Measure(layers, codeBytes) is { } refused ? LayerReply.From(refused, context) : null;

    private (IReadOnlyList<AttachedLayer>? Layers, WireError? Error) Look(IReadOnlyList<string> arns, long codeBytes, CallContext context)
    {
        var selection = LayerSelection.Select(
            arns, context.Region, codeBytes, key => LayerSharing.Look(catalog.Find(key), key, context.Account, context.PrincipalArn));
        return selection is LayerSelection.Selected selected ? (selected.Layers, null) : (null, LayerReply.From(selection, context));
    }
}
