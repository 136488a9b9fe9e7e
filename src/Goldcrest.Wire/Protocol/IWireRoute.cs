namespace Goldcrest.Wire.Protocol;

/// <summary>One operation, ready to be called, whatever its types.</summary>
internal interface IWireRoute
{
    /// <summary>Whether a handler is registered.</summary>
    bool IsImplemented { get; }

    ValueTask<WireResponse> DispatchAsync(WireMatch match, WireRequest request, CallContext context, CancellationToken cancellationToken);
}
