using Goldcrest.Core.CodeSigning;
using Goldcrest.Core.Functions;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>Decides which code a function may get, by who signed it. Functions ask; the feature that keeps code signing configurations answers.</summary>
internal interface ICodeAdmission
{
    /// <param name="configArn">As the request has it.</param>
    /// <returns>Null when a function can be linked to this configuration now.</returns>
    WireError? RefuseConfig(string configArn, CallContext context);

    /// <summary>Keeps a configuration from being changed or deleted while a function is linked to it.</summary>
    /// <returns>The hold, to be disposed when the function is stored; or why there is no such configuration. Exactly one of both.</returns>
    Task<(IDisposable? Hold, WireError? Error)> HoldAsync(string configArn, CallContext context, CancellationToken cancellationToken);

    /// <returns>The function with a link to a configuration that is held.</returns>
    FunctionRecord Link(FunctionRecord function, string configArn);

    /// <summary>Quick. Says in the log what it makes of code that is in doubt.</summary>
    /// <param name="function">As it is to be stored: its own configuration counts.</param>
    /// <param name="artifact">What the refusal names.</param>
    /// <returns>Null when the function may have the code.</returns>
    WireError? Refuse(FunctionRecord function, string artifact, SignatureFinding finding);
}
