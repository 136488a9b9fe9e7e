using Goldcrest.Core.CodeSigning;
using Goldcrest.Core.Functions;
using Goldcrest.Wire.Protocol;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.CodeSigning;

/// <summary>Says whether code may be deployed to a function.</summary>
internal sealed partial class CodeSigningGate(
    CodeSigningCatalog catalog, CodeSigningOptions options, TimeProvider time, ILogger<CodeSigningGate> logger)
{
    /// <param name="zip">The whole zip, as uploaded.</param>
    /// <returns>The signature to be shown with the version, null for none; or the refusal.</returns>
    /// <exception cref="IOException">The trusted certificates cannot be read.</exception>
    public (SignatureFinding.Genuine? Signature, WireError? Error) Admit(FunctionKey function, ReadOnlyMemory<byte> zip) =>
        catalog.FindFor(function) is { } config ? Admit(function, config, zip) : (null, null);

    /// <param name="config">For a function that is being made with it.</param>
    public (SignatureFinding.Genuine? Signature, WireError? Error) Admit(FunctionKey function, CodeSigningConfig config, ReadOnlyMemory<byte> zip)
    {
        var finding = SignatureReading.Read(zip, TrustedSigners.Load(options));
        var verdict = SigningRules.Judge(config, finding, time.GetUtcNow());
        switch (verdict)
        {
            case SigningVerdict.Deployable { Doubt: { } doubt }:
                LogDoubted(function.Arn, doubt);
                break;
            case SigningVerdict.Distrusted(var doubt):
                LogDistrusted(function.Arn, doubt);
                break;
            case SigningVerdict.Tampered(var reason):
                LogTampered(function.Arn, reason);
                break;
            default:
                break;
        }

        return ((verdict as SigningVerdict.Deployable)?.Signature, CodeSigningReply.From(verdict, function.Arn));
    }

    [LoggerMessage(6101, LogLevel.Warning, "{Function} is deployed with code that its signing configuration does not trust: {Doubt}")]
    private partial void LogDoubted(string function, SigningDoubt doubt);

    [LoggerMessage(6102, LogLevel.Warning, "A deployment to {Function} was refused: {Doubt}")]
    private partial void LogDistrusted(string function, SigningDoubt doubt);

    [LoggerMessage(6103, LogLevel.Warning, "A deployment to {Function} was refused, its signature is broken: {Reason}")]
    private partial void LogTampered(string function, string reason);
}
