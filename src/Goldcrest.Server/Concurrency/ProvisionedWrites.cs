using System.Collections.Immutable;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using PutResult = Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.PutProvisionedConcurrencyConfigResponse>;

namespace Goldcrest.Server.Concurrency;

/// <summary>PutProvisionedConcurrencyConfig and DeleteProvisionedConcurrencyConfig.</summary>
internal sealed class ProvisionedWrites(AccountPool pool, TimeProvider time) :
    IPutProvisionedConcurrencyConfigHandler, IDeleteProvisionedConcurrencyConfigHandler
{
    public async ValueTask<PutResult> PutProvisionedConcurrencyConfigAsync(
        PutProvisionedConcurrencyConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (target, error) = ProvisionedTarget.Read(request.FunctionName!, request.Qualifier!, context);
        if (target is null)
        {
            return error!;
        }

        var wanted = request.ProvisionedConcurrentExecutions!.Value;
        return target.IsLatest
            ? ConcurrencyReply.Unpublished
            : await pool.ChangeAsync(target.Key, function => Put(function, target, wanted), cancellationToken);
    }

    public async ValueTask<WireResult<NoOutput>> DeleteProvisionedConcurrencyConfigAsync(
        DeleteProvisionedConcurrencyConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (target, error) = ProvisionedTarget.Read(request.FunctionName!, request.Qualifier!, context);
        if (target is null)
        {
            return error!;
        }

        return target.IsLatest
            ? ConcurrencyReply.VersionOrAliasOnly
            : await pool.ChangeAsync(target.Key, function => Delete(function, target), cancellationToken);
    }

    private RecordChange<FunctionRecord, PutResult> Put(FunctionRecord? function, ProvisionedTarget target, int wanted)
    {
        if (function?.Find(target.Qualifier) is not { } version)
        {
            return RecordChange<FunctionRecord, PutResult>.None(target.NotFound);
        }

        if (ConcurrencyReply.NotFor(version.Current.Settings) is { } unfit)
        {
            return RecordChange<FunctionRecord, PutResult>.None(unfit);
        }

        var own = function.Attachments;
        if (Conflict(own, target.Qualifier) is { } conflict)
        {
            return RecordChange<FunctionRecord, PutResult>.None(conflict);
        }

        var elsewhere = pool.SetAsideElsewhere(function.Key);
        var outcome = ConcurrencyRules.JudgeProvisioned(wanted, target.Qualifier, own, elsewhere, pool.Limit);
        if (ConcurrencyReply.OfProvisioned(outcome, pool.Limit - elsewhere) is { } refused)
        {
            return RecordChange<FunctionRecord, PutResult>.None(refused);
        }

        var provisioned = new ProvisionedConcurrency(wanted, time.GetUtcNow());
        return RecordChange<FunctionRecord, PutResult>.To(
            With(function, own.Provisioned.SetItem(target.Qualifier, provisioned)), ProvisionedMapping.ToPut(provisioned));
    }

    private static WireError? Conflict(FunctionAttachments own, string qualifier)
    {
        if (!own.Aliases.TryGetValue(qualifier, out var alias))
        {
            return ConcurrencyRules.IsProvisionedThroughAlias(own, qualifier, except: null) ? ConcurrencyReply.AliasProvisioned : null;
        }

        return alias.Version == FunctionVersion.Latest ? ConcurrencyReply.Unpublished
            : alias.Shared is not null ? ConcurrencyReply.AliasShares
            : ConcurrencyRules.IsProvisioned(own, alias.Version, except: alias.Name) ? ConcurrencyReply.VersionProvisioned
            : null;
    }

    /// <summary>A config that is not there is as good as deleted.</summary>
    private static RecordChange<FunctionRecord, WireResult<NoOutput>> Delete(FunctionRecord? function, ProvisionedTarget target)
    {
        if (function?.Find(target.Qualifier) is null)
        {
            return RecordChange<FunctionRecord, WireResult<NoOutput>>.None(target.NotFound);
        }

        return function.Attachments.Provisioned.ContainsKey(target.Qualifier)
            ? RecordChange<FunctionRecord, WireResult<NoOutput>>.To(
                With(function, function.Attachments.Provisioned.Remove(target.Qualifier)), NoOutput.Instance)
            : RecordChange<FunctionRecord, WireResult<NoOutput>>.None(NoOutput.Instance);
    }

    private static FunctionRecord With(
        FunctionRecord function, ImmutableSortedDictionary<string, ProvisionedConcurrency> provisioned) =>
        function with { Attachments = function.Attachments with { Provisioned = provisioned } };
}
