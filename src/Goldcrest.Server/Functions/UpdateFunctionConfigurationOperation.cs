using Goldcrest.Core.Functions;
using Goldcrest.Core.Layers;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>UpdateFunctionConfiguration: new settings for <c>$LATEST</c>; what the request leaves out stays.</summary>
internal sealed class UpdateFunctionConfigurationOperation(
    IFunctionCatalog catalog, LayerChoice layers, DeploymentGate gate, FunctionPreparer preparer, ChangeStamps stamps, NodeOffer offer)
    : IUpdateFunctionConfigurationHandler
{
    public async ValueTask<WireResult<FunctionConfiguration>> UpdateFunctionConfigurationAsync(
        UpdateFunctionConfigurationRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.ReadWhole(request.FunctionName!, context);
        if (address is null)
        {
            return error!;
        }

        if (offer.Vpcs.FindMissing(MemberReading.Vpc(request.VpcConfig, null)) is { } missing)
        {
            return SettingsReply.From(missing);
        }

        // An image takes no layers: there is no zip to measure them beside, and the decision refuses them.
        var code = request.Layers is null ? null : catalog.Find(address.Key)?.Latest.Current.Code;
        var (hold, badLayers) = code is { Image: null } ? await layers.SelectAsync(request.Layers, code, context, cancellationToken) : default;
        if (badLayers is not null)
        {
            return badLayers;
        }

        using var layerHold = hold;
        using var pass = gate.Open(address.Key, await gate.InspectAsync(hold?.Layers ?? [], cancellationToken));
        var answer = await catalog.ChangeAsync(address.Key, Change, cancellationToken);
        preparer.PrepareAll(address.Key);
        return answer;

        RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Change(FunctionRecord? now) => pass.Admit(now, LayerChoice.Confirm(
            Decide(now, address, request, hold?.Layers, stamps), now, deployment => hold is null || deployment.Code.Sha256Hex == code!.Sha256Hex));
    }

    /// <summary>Pure.</summary>
    /// <param name="layers">Those that the request asks for; null when it says nothing of layers.</param>
    public static RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Decide(
        FunctionRecord? function, FunctionAddress address, UpdateFunctionConfigurationRequest request, IReadOnlyList<AttachedLayer>? layers,
        ChangeStamps stamps)
    {
        if (function is null)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(address.NotFound);
        }

        var latest = function.Latest;
        if (new ChangeConditions(request.RevisionId).Refuse(latest) is { } refused)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(refused);
        }

        if (ChangesKeptRuntime(function, request.Runtime))
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(FunctionRefusals.RuntimeIsManual);
        }

        var (settings, error) = SettingsReading.Update(request, latest.Current.Settings);
        if (settings is null)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(error!);
        }

        var changed = latest.Change(layers is null ? settings : settings with { Layers = [.. layers] }, latest.Current.Code, stamps.Next());
        return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.To(function.With(changed), FunctionMapping.ToWire(changed, address.Key.Arn));
    }

    /// <remarks>Source: docs/contracts/runtime-management.md.</remarks>
    private static bool ChangesKeptRuntime(FunctionRecord function, string? wanted) =>
        wanted is not null
        && wanted != function.Latest.Current.Settings.Runtime
        && function.Attachments.RuntimeManagement.GetValueOrDefault(FunctionVersion.Latest) is { IsManual: true };
}
