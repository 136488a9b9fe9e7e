using Goldcrest.Wire.Generator.CSharp;
using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.Protocols;

/// <summary>What differs between protocols: how a request names its operation, and where input and output travel.</summary>
internal interface IProtocolEmitter
{
    /// <summary>Must declare <c>{Service}Service</c> with <c>Operations</c>, <c>{Service}Requests.Bind{Operation}</c> and
    /// <c>{Service}Responses.Render</c>, which the dispatcher calls.</summary>
    IEnumerable<SourceFile> Emit(ServiceModel service);
}
