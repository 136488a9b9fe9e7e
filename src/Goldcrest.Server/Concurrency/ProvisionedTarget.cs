using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Concurrency;

/// <summary>What a request about provisioned concurrency means: a version or an alias, or <c>$LATEST</c>, which is refused.</summary>
internal sealed record ProvisionedTarget(FunctionAddress Address)
{
    public FunctionKey Key => Address.Key;

    public string Qualifier => Address.Qualifier!;

    public bool IsLatest => Qualifier == FunctionVersion.Latest;

    public WireError NotFound => ConcurrencyReply.NotFound(Address);

    /// <returns>The target, or why there is none. Exactly one of both.</returns>
    public static (ProvisionedTarget? Target, WireError? Error) Read(string functionName, string qualifier, CallContext context)
    {
        var (address, error) = FunctionAddress.Read(functionName, qualifier, context);
        return address is null ? (null, error) : (new ProvisionedTarget(address), null);
    }
}
