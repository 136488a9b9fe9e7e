using Goldcrest.Core.Layers;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Layers;

/// <summary>Which layer a request means.</summary>
/// <remarks>Source: docs/contracts/layers.md#names.</remarks>
internal static class LayerAddress
{
    /// <param name="layerName">A bare name or a whole ARN; satisfies the model's pattern.</param>
    /// <returns>A layer of any account and region; null when the ARN is of another partition.</returns>
    public static LayerKey? Read(string layerName, CallContext context) => layerName.StartsWith("arn:", StringComparison.Ordinal)
        ? LayerVersionKey.TryParseLayer(layerName)
        : new LayerKey(context.Account, context.Region, layerName);

    /// <summary>For operations that only the owner may use.</summary>
    /// <param name="operation">Its name.</param>
    /// <returns>The layer, or why it cannot be meant. Exactly one of both.</returns>
    public static (LayerKey? Key, WireError? Error) ReadOwn(string layerName, string operation, CallContext context)
    {
        if (Read(layerName, context) is not { } key || key.Region != context.Region)
        {
            return (null, LayerReply.NoSuchResource);
        }

        return key.Account == context.Account ? (key, null) : (null, LayerReply.NotAuthorized(operation, key.Arn, context));
    }

    /// <inheritdoc cref="ReadOwn(string, string, CallContext)"/>
    /// <param name="number">Of the version, as the request has it.</param>
    public static (LayerVersionKey? Key, WireError? Error) ReadOwn(string layerName, long number, string operation, CallContext context)
    {
        if (number < 1)
        {
            return (null, LayerReply.NumberTooSmall);
        }

        var (layer, error) = ReadOwn(layerName, operation, context);
        return layer is { } key ? (new LayerVersionKey(key, number), null) : (null, error);
    }
}
