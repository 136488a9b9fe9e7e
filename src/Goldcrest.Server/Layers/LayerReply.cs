using Goldcrest.Core.Layers;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Layers;

/// <summary>What clients are told when something cannot be done with a layer.</summary>
/// <remarks>Source: docs/contracts/layers.md#refusals.</remarks>
internal static class LayerReply
{
    public static WireError NoSuchResource { get; } = LambdaErrors.ResourceNotFound("The resource you requested does not exist.");

    public static WireError NumberTooSmall { get; } = LambdaErrors.InvalidParameterValue("Layer Version Cannot be less than 1");

    /// <summary>In operations on the policy of a version.</summary>
    public static WireError NoSuchVersion(LayerVersionKey key) => LambdaErrors.ResourceNotFound($"Layer version {key.Arn} does not exist.");

    /// <param name="operation">Its name.</param>
    /// <param name="resource">The ARN that it is about.</param>
    public static WireError NotAuthorized(string operation, string resource, CallContext context) => WireErrors.AccessDenied(
        $"User: {context.PrincipalArn} is not authorized to perform: lambda:{operation} on resource: {resource} because no resource-based policy allows the lambda:{operation} action");

    /// <summary>The one table of refused lists of layers.</summary>
    /// <param name="selection">Anything but <see cref="LayerSelection.Selected"/>.</param>
    public static WireError From(LayerSelection selection, CallContext context) => selection switch
    {
        LayerSelection.TooMany => LambdaErrors.InvalidParameterValue($"Cannot reference more than {LayerLimits.MaxPerFunction} layers."),
        LayerSelection.OtherRegion other => LambdaErrors.InvalidParameterValue(
            $"Layers are not in the same region as the function. Layers are expected to be in region {other.Expected}."),
        LayerSelection.Missing missing => LambdaErrors.InvalidParameterValue($"Layer version {missing.Arn} does not exist."),
        LayerSelection.Closed closed => NotAuthorized("GetLayerVersion", closed.Arn, context),
        LayerSelection.SameLayerTwice twice => LambdaErrors.InvalidParameterValue(
            "Two different versions of the same layer are not allowed to be referenced in the same function. "
            + $"{twice.First} and {twice.Second} are versions of the same layer."),
        LayerSelection.LayersTooLarge => LambdaErrors.InvalidParameterValue($"Layers consume more than the available size of {LayerLimits.MaxUnpackedBytes} bytes"),
        LayerSelection.TogetherTooLarge together => LambdaErrors.InvalidParameterValue(
            $"Function code combined with layers exceeds the maximum allowed size of {LayerLimits.MaxUnpackedBytes} bytes. The actual size is {together.Bytes} bytes."),
        _ => throw new ArgumentException($"{selection} is no refusal.", nameof(selection)),
    };
}
