using Goldcrest.Core.Functions;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Records;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>CreateFunction: everything is checked before the zip is looked at, since that costs most.</summary>
internal sealed class CreateFunctionOperation(
    IFunctionCatalog catalog, CodeChoice codes, LayerChoice layers, DeploymentGate gate, ICodeAdmission admission, FunctionPreparer preparer,
    ChangeStamps stamps, NodeOffer offer)
    : ICreateFunctionHandler
{
    public async ValueTask<WireResult<FunctionConfiguration>> CreateFunctionAsync(
        CreateFunctionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.ReadWhole(request.FunctionName!, context);
        if (address is null)
        {
            return error!;
        }

        var key = address.Key;
        var (settings, refused) = Read(request, key);
        if (settings is null)
        {
            return refused!;
        }

        if (offer.Vpcs.FindMissing(settings.Vpc) is { } missing)
        {
            return SettingsReply.From(missing);
        }

        if (request.Tags is { } tags && offer.FindRefusal(new Dictionary<string, string>(), tags) is { } notOffered)
        {
            return LambdaErrors.InvalidParameterValue(notOffered);
        }

        if (catalog.Find(key) is not null)
        {
            return FunctionRefusals.Exists(key.Name);
        }

        var config = request.CodeSigningConfigArn is { Length: > 0 } arn ? arn : null;
        if (config is not null && admission.RefuseConfig(config, context) is { } noConfig)
        {
            return noConfig;
        }

        var (delivered, badCode) = await codes.TakeAsync(CodeWish.Of(request.Code!), settings, cancellationToken);
        if (delivered is null)
        {
            return badCode!;
        }

        using var codeHold = delivered;
        var code = delivered.Code;
        var (hold, badLayers) = await layers.SelectAsync(request.Layers, code, context, cancellationToken);
        if (badLayers is not null)
        {
            return badLayers;
        }

        using var layerHold = hold;
        var whole = settings with { Layers = [.. hold!.Layers] };
        var own = await gate.InspectAsync(key.Name, code, cancellationToken);
        var others = await gate.InspectAsync(hold.Layers, cancellationToken);
        var (link, gone) = config is null ? default : await admission.HoldAsync(config, context, cancellationToken);
        using var linkHold = link;
        if (gone is not null)
        {
            return gone;
        }

        using var pass = gate.Open(key, [own, .. others]);
        var answer = await catalog.ChangeAsync(
            key, existing => pass.Admit(existing, Linked(Decide(existing, key, whole, own.Code, request, stamps), config)), cancellationToken);
        preparer.PrepareAll(key);
        return answer;
    }

    private RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Linked(
        RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> change, string? config) =>
        change.After is { } made && config is not null
            ? RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.To(admission.Link(made, config), change.Answer)
            : change;

    /// <returns>Complete settings, or the first refusal in the order of docs/contracts/functions.md#create.</returns>
    public static (FunctionSettings? Settings, WireError? Error) Read(CreateFunctionRequest request, FunctionKey key)
    {
        if (!FunctionLimits.IsName(key.Name))
        {
            return (null, FunctionRefusals.NameTooLong(key.Name));
        }

        var (settings, error) = SettingsReading.Create(request, key);
        return settings is not null && request.Tags is { } tags && TagReply.Refuse(tags) is { } refused ? (null, refused) : (settings, error);
    }

    /// <summary>Pure. Publishing at once makes <c>$LATEST</c> and version 1, and shows the version.</summary>
    public static RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Decide(
        FunctionRecord? existing, FunctionKey key, FunctionSettings settings, CodeReference code, CreateFunctionRequest request, ChangeStamps stamps)
    {
        if (existing is not null)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(FunctionRefusals.Exists(key.Name));
        }

        var made = FunctionRecord.Create(key, settings, code, request.Tags, stamps.Next());
        if (request.Publish != true)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.To(made, FunctionMapping.ToWire(made.Latest, key.Arn));
        }

        var (published, version) = made.Publish(null, FunctionPhase.Pending, stamps.Next(), Revision.Next());
        return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.To(published, FunctionMapping.ToWire(version, version.QualifiedArn));
    }
}
