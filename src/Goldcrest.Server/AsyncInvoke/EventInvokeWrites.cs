using System.Collections.Immutable;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using Result = Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.FunctionEventInvokeConfig>;

namespace Goldcrest.Server.AsyncInvoke;

/// <summary>PutFunctionEventInvokeConfig, UpdateFunctionEventInvokeConfig and DeleteFunctionEventInvokeConfig.</summary>
internal sealed class EventInvokeWrites(IFunctionCatalog catalog, TimeProvider time) :
    IPutFunctionEventInvokeConfigHandler, IUpdateFunctionEventInvokeConfigHandler, IDeleteFunctionEventInvokeConfigHandler
{
    public async ValueTask<Result> PutFunctionEventInvokeConfigAsync(
        PutFunctionEventInvokeConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var wished = new Wish(request.MaximumEventAgeInSeconds, request.MaximumRetryAttempts, request.DestinationConfig);
        return await ChangeAsync(
            request.FunctionName!, request.Qualifier, wished, context, static (_, _) => new EventInvokeSettings { LastModified = default }, cancellationToken);
    }

    public async ValueTask<Result> UpdateFunctionEventInvokeConfigAsync(
        UpdateFunctionEventInvokeConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var wished = new Wish(request.MaximumEventAgeInSeconds, request.MaximumRetryAttempts, request.DestinationConfig);
        return await ChangeAsync(
            request.FunctionName!,
            request.Qualifier,
            wished,
            context,
            (function, qualifier) => function.Attachments.EventInvoke.GetValueOrDefault(qualifier),
            cancellationToken);
    }

    public async ValueTask<WireResult<NoOutput>> DeleteFunctionEventInvokeConfigAsync(
        DeleteFunctionEventInvokeConfigRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var (target, error) = EventInvokeTarget.Read(request.FunctionName!, request.Qualifier, context);
        return target is null ? error! : await catalog.ChangeAsync(target.Key, Delete, cancellationToken);

        FunctionChange<WireResult<NoOutput>> Delete(FunctionRecord? function) =>
            function?.Attachments.EventInvoke.ContainsKey(target.Qualifier) == true
                ? FunctionChange<WireResult<NoOutput>>.To(With(function, function.Attachments.EventInvoke.Remove(target.Qualifier)), NoOutput.Instance)
                : FunctionChange<WireResult<NoOutput>>.None(target.NoConfig);
    }

    /// <param name="basis">What the wish is laid over; null when there is no config yet, which refuses the change.</param>
    private async Task<Result> ChangeAsync(
        string functionName,
        string? qualifier,
        Wish wished,
        CallContext context,
        Func<FunctionRecord, string, EventInvokeSettings?> basis,
        CancellationToken cancellationToken)
    {
        if (wished.IsEmpty)
        {
            return EventInvokeMapping.NothingSet;
        }

        var (target, error) = EventInvokeTarget.Read(functionName, qualifier, context);
        return target is null ? error! : await catalog.ChangeAsync(target.Key, Change, cancellationToken);

        FunctionChange<Result> Change(FunctionRecord? function)
        {
            if (function?.Find(target.Qualifier) is null)
            {
                return FunctionChange<Result>.None(EventInvokeTarget.NoFunction);
            }

            if (basis(function, target.Qualifier) is not { } before)
            {
                return FunctionChange<Result>.None(target.NoConfig);
            }

            if (EventInvokeMapping.Refuse(wished.Destinations, target.Key, Exists) is { } refused)
            {
                return FunctionChange<Result>.None(refused);
            }

            var after = wished.Over(before) with { LastModified = time.GetUtcNow() };
            return FunctionChange<Result>.To(
                With(function, function.Attachments.EventInvoke.SetItem(target.Qualifier, after)),
                EventInvokeMapping.ToWire(target.Key, target.Qualifier, after));
        }
    }

    private bool Exists(FunctionKey key, string? qualifier) => catalog.Find(key)?.Find(qualifier) is not null;

    private static FunctionRecord With(FunctionRecord function, ImmutableSortedDictionary<string, EventInvokeSettings> settings) =>
        function with { Attachments = function.Attachments with { EventInvoke = settings } };

    /// <summary>What a request sets; the members that it leaves out are null.</summary>
    private sealed record Wish(int? EventAgeSeconds, int? Retries, DestinationConfig? Destinations)
    {
        public bool IsEmpty => EventAgeSeconds is null && Retries is null && Destinations is null;

        public EventInvokeSettings Over(EventInvokeSettings before) => before with
        {
            EventAgeSeconds = EventAgeSeconds ?? before.EventAgeSeconds,
            Retries = Retries ?? before.Retries,
            OnSuccess = Over(Destinations?.OnSuccess?.Destination, before.OnSuccess),
            OnFailure = Over(Destinations?.OnFailure?.Destination, before.OnFailure),
        };

        /// <summary>An empty ARN takes the destination away.</summary>
        private static string? Over(string? wished, string? before) => wished is null ? before : wished.Length == 0 ? null : wished;
    }
}
