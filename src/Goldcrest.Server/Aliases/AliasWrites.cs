using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Concurrency;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using Change = Goldcrest.Server.Records.RecordChange<Goldcrest.Core.Functions.FunctionRecord, Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.AliasConfiguration>>;

namespace Goldcrest.Server.Aliases;

/// <summary>CreateAlias, UpdateAlias and DeleteAlias.</summary>
internal sealed class AliasWrites(IFunctionCatalog catalog) : ICreateAliasHandler, IUpdateAliasHandler, IDeleteAliasHandler
{
    public async ValueTask<WireResult<AliasConfiguration>> CreateAliasAsync(
        CreateAliasRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, null, context);
        return address is null
            ? error!
            : await catalog.ChangeAsync(address.Key, function => Create(function, address.Key, request), cancellationToken);
    }

    public async ValueTask<WireResult<AliasConfiguration>> UpdateAliasAsync(
        UpdateAliasRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, null, context);
        return address is null
            ? error!
            : await catalog.ChangeAsync(address.Key, function => Update(function, address.Key, request), cancellationToken);
    }

    public async ValueTask<WireResult<NoOutput>> DeleteAliasAsync(DeleteAliasRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (address, error) = FunctionAddress.Read(request.FunctionName!, null, context);
        return address is null
            ? error!
            : await catalog.ChangeAsync(address.Key, function => Delete(function, request.Name!), cancellationToken);
    }

    private static Change Create(FunctionRecord? function, FunctionKey key, CreateAliasRequest request)
    {
        if (function is null)
        {
            // Recorded: what is missing is the version that the alias was to point at.
            return Change.None(LambdaErrors.ResourceNotFound($"Function not found: {key.QualifiedArn(request.FunctionVersion!)}"));
        }

        if (function.Attachments.Aliases.ContainsKey(request.Name!))
        {
            return Change.None(LambdaErrors.ResourceConflict($"Alias already exists: {function.Key.QualifiedArn(request.Name!)}"));
        }

        var (shared, refused) = AliasMapping.ReadRouting(function, request.FunctionVersion!, request.RoutingConfig?.AdditionalVersionWeights);
        return refused is not null
            ? Change.None(refused)
            : Put(function, new FunctionAlias(request.Name!, request.FunctionVersion!, request.Description ?? "", shared, Revision.Next()));
    }

    private static Change Update(FunctionRecord? function, FunctionKey key, UpdateAliasRequest request)
    {
        if (function is null || !function.Attachments.Aliases.TryGetValue(request.Name!, out var alias))
        {
            return Change.None(LambdaErrors.ResourceNotFound($"Alias not found: {key.QualifiedArn(request.Name!)}"));
        }

        if (request.RevisionId is { } revision && revision != alias.RevisionId)
        {
            return Change.None(FunctionRefusals.StaleRevision);
        }

        // What the request leaves out stays, and is judged again: the alias may move to a version it shared with.
        var target = request.FunctionVersion ?? alias.Version;
        var weights = request.RoutingConfig is null ? alias.Shared?.AsWeights() : request.RoutingConfig.AdditionalVersionWeights;
        var (shared, refused) = AliasMapping.ReadRouting(function, target, weights);
        if (refused is not null)
        {
            return Change.None(refused);
        }

        return MeetsProvisioned(function.Attachments, alias, target)
            ? Change.None(ConcurrencyReply.VersionProvisioned)
            : Put(function, alias with
            {
                Version = target,
                Description = request.Description ?? alias.Description,
                Shared = shared,
                RevisionId = Revision.Next(),
            });
    }

    /// <summary>Whether an alias that brings sandboxes of its own would move to a version that has some already.</summary>
    private static bool MeetsProvisioned(FunctionAttachments attachments, FunctionAlias alias, string target) =>
        attachments.Provisioned.ContainsKey(alias.Name) && ConcurrencyRules.IsProvisioned(attachments, target, except: alias.Name);

    /// <summary>An alias that is not there is as good as deleted.</summary>
    private static RecordChange<FunctionRecord, WireResult<NoOutput>> Delete(FunctionRecord? function, string name) =>
        function is null || !function.Attachments.Aliases.ContainsKey(name)
            ? RecordChange<FunctionRecord, WireResult<NoOutput>>.None(NoOutput.Instance)
            : RecordChange<FunctionRecord, WireResult<NoOutput>>.To(function with { Attachments = function.Attachments.Without(name) }, NoOutput.Instance);

    private static Change Put(FunctionRecord function, FunctionAlias alias)
    {
        var attachments = function.Attachments with { Aliases = function.Attachments.Aliases.SetItem(alias.Name, alias) };
        return Change.To(function with { Attachments = attachments }, AliasMapping.ToWire(function.Key, alias));
    }
}
