using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>UpdateFunctionCode: new code for <c>$LATEST</c>, which serves the old one until the new one is laid out.</summary>
internal sealed class UpdateFunctionCodeOperation(
    IFunctionCatalog catalog, CodeDelivery delivery, LayerChoice layers, DeploymentGate gate, FunctionPreparer preparer, ChangeStamps stamps)
    : IUpdateFunctionCodeHandler
{
    public async ValueTask<WireResult<FunctionConfiguration>> UpdateFunctionCodeAsync(
        UpdateFunctionCodeRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.ReadWhole(request.FunctionName!, context);
        if (address is null)
        {
            return error!;
        }

        if (Refuse(catalog.Find(address.Key), address, request) is { } refused)
        {
            return refused;
        }

        var place = BucketPlace.From(request.S3Bucket, request.S3Key, request.S3ObjectVersion);
        var (stored, badCode) = await delivery.TakeAsync(request.ZipFile, place, cancellationToken);
        if (stored is null)
        {
            return badCode!;
        }

        using var codeHold = stored.Pin;
        var code = new CodeReference(stored.Sha256Hex, stored.CodeSize);
        var attached = catalog.Find(address.Key)?.Latest.Current.Settings.Layers ?? [];
        if (await layers.RefuseAsync(attached, code, context, cancellationToken) is { } tooLarge)
        {
            return tooLarge;
        }

        var inspected = await gate.InspectAsync(address.Key.Arn, code, cancellationToken);
        using var pass = gate.Open(address.Key, inspected);
        var answer = await catalog.ChangeAsync(
            address.Key, function => pass.Admit(function, Decide(function, address, inspected.Code, request, stamps)), cancellationToken);
        preparer.PrepareAll(address.Key);
        return answer;
    }

    /// <returns>Null when the update may go on, as far as can be said before its code was looked at.</returns>
    public static WireError? Refuse(FunctionRecord? function, FunctionAddress address, UpdateFunctionCodeRequest request)
    {
        if (function is null)
        {
            return address.NotFound;
        }

        return new ChangeConditions(request.RevisionId).Refuse(function.Latest)
            ?? (request.ImageUri is not null ? FunctionRefusals.ImageForZip : null)
            ?? (UnsupportedMembers.In(request) is { } unsupported ? FunctionRefusals.NotYet(unsupported) : null);
    }

    /// <summary>Pure. A dry run shows the new code and changes nothing.</summary>
    public static RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Decide(
        FunctionRecord? function, FunctionAddress address, CodeReference code, UpdateFunctionCodeRequest request, ChangeStamps stamps)
    {
        if (function is null || Refuse(function, address, request) is not null)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(Refuse(function, address, request)!);
        }

        var latest = function.Latest;
        if (request.DryRun == true)
        {
            var shown = latest with { Current = latest.Current with { Code = code } };
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(FunctionMapping.ToWire(shown, address.Key.Arn));
        }

        var changed = function.With(latest.Change(latest.Current.Settings, code, stamps.Next()));
        if (request.Publish != true)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.To(changed, FunctionMapping.ToWire(changed.Latest, address.Key.Arn));
        }

        var (after, version) = changed.FindUnchangedPublished() is { } unchanged
            ? (changed, unchanged)
            : changed.Publish(null, FunctionPhase.Pending, stamps.Next(), ChangeStamps.NextRevisionId());
        return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.To(after, FunctionMapping.ToWire(version, version.QualifiedArn));
    }
}
