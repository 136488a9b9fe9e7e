namespace Goldcrest.Wire.Protocol;

/// <summary>Questions to a whole table of routes, which stands in the order of its operations.</summary>
internal static class WireRoutes
{
    public static IReadOnlyList<WireOperation> Where(IWireRoute[] routes, IReadOnlyList<WireOperation> operations, bool isImplemented) =>
        [.. operations.Where(operation => routes[operation.Index].IsImplemented == isImplemented)];
}
