using Goldcrest.Server.Functions;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.EventSources;

/// <summary>Which function a mapping is bound to: it has to exist when it is named, and not to ask for tenants, of whom no source knows.</summary>
internal static class BoundFunction
{
    /// <returns>The ARN, with the qualifier when the client named one, or the refusal. Exactly one of both.</returns>
    public static (string? Arn, WireError? Error) Find(string functionName, IFunctionCatalog functions, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(functionName, null, context);
        if (address is null)
        {
            return (null, error);
        }

        return functions.Find(address.Key)?.Find(address.Qualifier) switch
        {
            null => (null, MappingReply.NoSuchFunction),
            { Current.Settings.IsTenantIsolated: true } => (null, MappingReply.NotForTenants),
            _ => (address.Arn, null),
        };
    }
}
