using Goldcrest.Core.CodeSigning;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Protocol;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.CodeSigning;

/// <summary>Holds deployments against the configuration of their function.</summary>
internal sealed partial class CodeSigningGate(CodeSigningCatalog catalog, TimeProvider time, ILogger<CodeSigningGate> logger) : ICodeAdmission
{
    public WireError? RefuseConfig(string configArn, CallContext context) =>
        CodeSigningAddress.Find(configArn, context, catalog) is null ? CodeSigningReply.CannotUse(configArn) : null;

    public async Task<(IDisposable? Hold, WireError? Error)> HoldAsync(string configArn, CallContext context, CancellationToken cancellationToken) =>
        CodeSigningAddress.Find(configArn, context, catalog) is { Key: var key } && await catalog.HoldAsync(key, cancellationToken) is { } hold
            ? (hold, null)
            : (null, CodeSigningReply.CannotUse(configArn));

    public FunctionRecord Link(FunctionRecord function, string configArn) => function.With(CodeSigningKey.TryParse(configArn));

    public WireError? Refuse(FunctionRecord function, string artifact, SignatureFinding finding)
    {
        if (FunctionLinks.ConfigOf(function) is not { } key)
        {
            return null;
        }

        // A function keeps its configuration from being deleted. Should one be gone all the same, nothing says whom to trust.
        var verdict = catalog.Find(key) is { } config
            ? SigningRules.Judge(config, finding, time.GetUtcNow())
            : new SigningVerdict.Distrusted(SigningDoubt.Mismatch);
        Tell(verdict, artifact, function.Key.Arn);
        return CodeSigningReply.From(verdict, artifact);
    }

    private void Tell(SigningVerdict verdict, string artifact, string function)
    {
        switch (verdict)
        {
            case SigningVerdict.Deployable { Doubt: { } doubt }:
                LogDoubted(function, artifact, doubt);
                break;
            case SigningVerdict.Distrusted(var doubt):
                LogDistrusted(function, artifact, doubt);
                break;
            case SigningVerdict.Tampered(var reason):
                LogTampered(function, artifact, reason);
                break;
            default:
                break;
        }
    }

    [LoggerMessage(6101, LogLevel.Warning, "{Function} gets code that its signing configuration does not trust ({Artifact}): {Doubt}")]
    private partial void LogDoubted(string function, string artifact, SigningDoubt doubt);

    [LoggerMessage(6102, LogLevel.Warning, "A deployment to {Function} was refused ({Artifact}): {Doubt}")]
    private partial void LogDistrusted(string function, string artifact, SigningDoubt doubt);

    [LoggerMessage(6103, LogLevel.Warning, "A deployment to {Function} was refused, the signature is broken ({Artifact}): {Reason}")]
    private partial void LogTampered(string function, string artifact, string reason);
}
