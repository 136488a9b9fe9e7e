using System.Collections.Immutable;
using Goldcrest.Core.EventSources;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Tags;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using Change = Goldcrest.Server.Records.RecordChange<
    Goldcrest.Core.EventSources.EventSourceMapping,
    Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.EventSourceMappingConfiguration>>;

namespace Goldcrest.Server.EventSources;

/// <summary>The operations that make, change and delete mappings. Each is accepted at once and settles a moment later.</summary>
internal sealed class MappingWrites(EventSourceCatalog catalog, IFunctionCatalog functions, TimeProvider time) :
    ICreateEventSourceMappingHandler, IUpdateEventSourceMappingHandler, IDeleteEventSourceMappingHandler
{
    public async ValueTask<WireResult<EventSourceMappingConfiguration>> CreateEventSourceMappingAsync(
        CreateEventSourceMappingRequest request, CallContext context, CancellationToken cancellationToken)
    {
        if (RefuseOnSuccess(request.DestinationConfig) is { } onSuccess)
        {
            return onSuccess;
        }

        if (MappingReading.Source(request) is not { } source)
        {
            return MappingReply.UnrecognizedSource;
        }

        var key = new MappingKey(context.Account, context.Region, Guid.NewGuid().ToString());
        var (settings, refusal) = MappingRules.Create(source, MappingReading.Asked(request), ownGroup: key.Uuid, time.GetUtcNow());
        if (settings is null)
        {
            return MappingReply.From(refusal!);
        }

        if (TagReply.Refuse(request.Tags) is { } badTags)
        {
            return badTags;
        }

        var (functionArn, error) = BoundFunction.Find(request.FunctionName!, functions, context);
        if (functionArn is null)
        {
            return error!;
        }

        var mapping = new EventSourceMapping
        {
            Key = key,
            Source = source,
            FunctionArn = functionArn,
            Settings = settings,
            Enabled = request.Enabled ?? true,
            Phase = MappingPhase.Creating,
            LastModified = time.GetUtcNow(),
            Tags = (request.Tags ?? ImmutableDictionary<string, string>.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        return await catalog.ChangeAsync(key, source, _ => SaveUnlessDuplicate(mapping), cancellationToken);
    }

    public async ValueTask<WireResult<EventSourceMappingConfiguration>> UpdateEventSourceMappingAsync(
        UpdateEventSourceMappingRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var key = new MappingKey(context.Account, context.Region, request.UUID!);
        if (catalog.Find(key) is not { } found)
        {
            return MappingReply.NoSuchMapping;
        }

        if (RefuseOnSuccess(request.DestinationConfig) is { } onSuccess)
        {
            return onSuccess;
        }

        string? functionArn = null;
        if (request.FunctionName is { } functionName)
        {
            (functionArn, var error) = BoundFunction.Find(functionName, functions, context);
            if (functionArn is null)
            {
                return error!;
            }
        }

        return await catalog.ChangeAsync(key, found.Source, Update, cancellationToken);

        Change Update(EventSourceMapping? mapping)
        {
            if (mapping is null)
            {
                return Change.None(MappingReply.NoSuchMapping);
            }

            if (MappingLifecycle.IsSettling(mapping.Phase))
            {
                return Change.None(MappingReply.UpdatedTooSoon);
            }

            var (settings, refusal) = MappingRules.Update(mapping.Source, mapping.Settings, MappingReading.Asked(request));
            if (settings is null)
            {
                return Change.None(MappingReply.From(refusal!));
            }

            var enabled = request.Enabled ?? mapping.Enabled;
            return SaveUnlessDuplicate(mapping with
            {
                FunctionArn = functionArn ?? mapping.FunctionArn,
                Settings = settings,
                Enabled = enabled,
                Phase = MappingLifecycle.Changed(mapping.Phase, enabled),
                LastModified = time.GetUtcNow(),
            });
        }
    }

    public async ValueTask<WireResult<EventSourceMappingConfiguration>> DeleteEventSourceMappingAsync(
        DeleteEventSourceMappingRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var key = new MappingKey(context.Account, context.Region, request.UUID!);
        return catalog.Find(key) is { } found
            ? await catalog.ChangeAsync(key, found.Source, Delete, cancellationToken)
            : MappingReply.NoSuchMapping;
    }

    private static Change Delete(EventSourceMapping? mapping)
    {
        if (mapping is null)
        {
            return Change.None(MappingReply.NoSuchMapping);
        }

        if (MappingLifecycle.IsSettling(mapping.Phase))
        {
            return Change.None(MappingReply.DeletedTooSoon);
        }

        var deleting = mapping with { Phase = MappingPhase.Deleting };
        return Change.To(deleting, MappingAnswer.ToWire(deleting));
    }

    private Change SaveUnlessDuplicate(EventSourceMapping mapping) => catalog.FindDuplicate(mapping) is { } existing
        ? Change.None(MappingReply.Duplicate(mapping, existing))
        : Change.To(mapping, MappingAnswer.ToWire(mapping));

    /// <summary>The model has the member; no mapping does.</summary>
    private static WireError? RefuseOnSuccess(DestinationConfig? destinations) =>
        destinations?.OnSuccess is null ? null : MappingReply.From(new MappingRefusal.Unsupported("DestinationConfig"));
}
