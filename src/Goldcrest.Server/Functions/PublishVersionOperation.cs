using Goldcrest.Core.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>PublishVersion: freezes <c>$LATEST</c> under the next number, unless it is as it was at the last publication.</summary>
internal sealed class PublishVersionOperation(IFunctionCatalog catalog, DeploymentGate gate, FunctionPreparer preparer, ChangeStamps stamps)
    : IPublishVersionHandler
{
    public async ValueTask<WireResult<FunctionConfiguration>> PublishVersionAsync(
        PublishVersionRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.ReadWhole(request.FunctionName!, context);
        if (address is null)
        {
            return error!;
        }

        if (request.PublishTo is not null)
        {
            return FunctionRefusals.NotYet("PublishTo");
        }

        using var pass = gate.Open(address.Key);
        var answer = await catalog.ChangeAsync(
            address.Key, function => pass.Admit(function, Decide(function, address, request, stamps)), cancellationToken);
        preparer.PrepareAll(address.Key);
        return answer;
    }

    /// <summary>Pure.</summary>
    public static RecordChange<FunctionRecord, WireResult<FunctionConfiguration>> Decide(
        FunctionRecord? function, FunctionAddress address, PublishVersionRequest request, ChangeStamps stamps)
    {
        if (function is null)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(address.NotFound);
        }

        if (new ChangeConditions(request.RevisionId, request.CodeSha256).Refuse(function.Latest) is { } refused)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(refused);
        }

        if (function.FindUnchangedPublished() is { } unchanged)
        {
            return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.None(FunctionMapping.ToWire(unchanged, unchanged.QualifiedArn));
        }

        var phase = IsReady(function.Latest) ? FunctionPhase.Active : FunctionPhase.Pending;
        var (after, version) = function.Publish(request.Description, phase, stamps.Next(), Revision.Next());
        return RecordChange<FunctionRecord, WireResult<FunctionConfiguration>>.To(after, FunctionMapping.ToWire(version, version.QualifiedArn));
    }

    /// <summary>
    /// False after a failed update: the code that <c>$LATEST</c> shows is not laid out, so the version has to try for itself. False with snapshots
    /// too: clients wait until the version's own is made.
    /// </summary>
    private static bool IsReady(FunctionVersion latest) =>
        latest.Phase == FunctionPhase.Active && latest.Current.Settings.SnapStart == SnapStartMode.None;
}
