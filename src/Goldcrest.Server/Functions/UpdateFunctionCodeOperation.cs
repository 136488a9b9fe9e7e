using Goldcrest.Core.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>UpdateFunctionCode: new code for <c>$LATEST</c>, which serves the old one until the new one is laid out.</summary>
internal sealed class UpdateFunctionCodeOperation(
    IFunctionCatalog catalog, CodeChoice codes, LayerChoice layers, DeploymentGate gate, FunctionPreparer preparer, ChangeStamps stamps)
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

        var function = catalog.Find(address.Key);
        if (Refuse(function, address, request) is { } refused)
        {
            return refused;
        }

        var settings = function!.Latest.Current.Settings;
        var (delivered, badCode) = await codes.TakeAsync(CodeWish.Of(request), Settings(function, request), cancellationToken);
        if (delivered is null)
        {
            return badCode!;
        }

        using var codeHold = delivered;
        var code = delivered.Code;
        if (await layers.RefuseAsync(settings.Layers, code, context, cancellationToken) is { } tooLarge)
        {
            return tooLarge;
        }

        var inspected = await gate.InspectAsync(address.Key.Arn, code, cancellationToken);
        using var pass = gate.Open(address.Key, inspected);
        var answer = await catalog.ChangeAsync(address.Key, Change, cancellationToken);
        preparer.PrepareAll(address.Key);
        return answer;

        RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Change(FunctionRecord? now) => pass.Admit(now, LayerChoice.Confirm(
            Decide(now, address, inspected.Code, request, stamps), now, deployment => deployment.Settings.Layers.Equals(settings.Layers)));
    }

    /// <returns>Null when the update may go on, as far as can be said before its code was looked at.</returns>
    public static WireError? Refuse(FunctionRecord? function, FunctionAddress address, UpdateFunctionCodeRequest request)
    {
        if (function is null)
        {
            return address.NotFound;
        }

        return new ChangeConditions(request.RevisionId).Refuse(function.Latest)
            ?? RefusePackage(request, function.Latest.Current.Settings)
            ?? (UnsupportedMembers.In(request) is { } unsupported ? FunctionRefusals.NotYet(unsupported) : null);
    }

    private static FunctionSettings Settings(FunctionRecord function, UpdateFunctionCodeRequest request) => request.Architectures is [var architecture, ..]
        ? function.Latest.Current.Settings with { Architecture = architecture }
        : function.Latest.Current.Settings;

    /// <summary>A function stays what it was made as: a zip or an image.</summary>
    private static WireError? RefusePackage(UpdateFunctionCodeRequest request, FunctionSettings settings) => CodeWish.Of(request) switch
    {
        { ImageUri: null } when settings.Image is not null => FunctionRefusals.ZipOverImage,
        { HasZip: true } when settings.Image is not null => FunctionRefusals.ZipOverImage,
        { ImageUri: not null } when settings.Image is null => FunctionRefusals.ImageForZip,
        _ => null,
    };

    /// <summary>Pure. A dry run shows the new code and changes nothing.</summary>
    public static RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Decide(
        FunctionRecord? function, FunctionAddress address, CodeReference code, UpdateFunctionCodeRequest request, ChangeStamps stamps)
    {
        if (function is null || Refuse(function, address, request) is not null)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(Refuse(function, address, request)!);
        }

        var latest = function.Latest;
        var settings = Settings(function, request);
        if (request.DryRun == true)
        {
            var shown = latest with { Current = latest.Current with { Settings = settings, Code = code } };
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(FunctionMapping.ToWire(shown, address.Key.Arn));
        }

        var changed = function.With(latest.Change(settings, code, stamps.Next()));
        if (request.Publish != true)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.To(changed, FunctionMapping.ToWire(changed.Latest, address.Key.Arn));
        }

        var (after, version) = changed.FindUnchangedPublished() is { } unchanged
            ? (changed, unchanged)
            : changed.Publish(null, FunctionPhase.Pending, stamps.Next(), Revision.Next());
        return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.To(after, FunctionMapping.ToWire(version, version.QualifiedArn));
    }
}
