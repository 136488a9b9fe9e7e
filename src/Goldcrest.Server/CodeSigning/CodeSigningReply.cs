using System.Globalization;
using Goldcrest.Core.CodeSigning;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using CodeSigningConfig = Goldcrest.Core.CodeSigning.CodeSigningConfig;
using WireConfig = Goldcrest.Wire.Lambda.CodeSigningConfig;

namespace Goldcrest.Server.CodeSigning;

/// <summary>What clients are told about code signing configurations and about code that is not trusted.</summary>
/// <remarks>Source: docs/contracts/code-signing.md#refusals.</remarks>
internal static class CodeSigningReply
{
    /// <summary>Where the configuration itself was asked for. Recorded without a Type.</summary>
    public static WireError NoSuchConfig(string arn) =>
        LambdaErrors.ResourceNotFound($"The Lambda code signing configuration {arn} can not be found.") with { Type = null };

    /// <summary>Where a function was to use it.</summary>
    public static WireError CannotUse(string arn) => LambdaErrors.CodeSigningConfigNotFound(
        $"The code signing configuration cannot be found. Check that the provided configuration is not deleted: {arn}.");

    public static WireError InUse(string arn) => LambdaErrors.ResourceConflict(
        $"The code signing configuration {arn} is used by functions and cannot be deleted.");

    public static WireConfig ToWire(CodeSigningConfig config) => new()
    {
        CodeSigningConfigId = config.Key.Id,
        CodeSigningConfigArn = config.Key.Arn,
        Description = config.Description,
        AllowedPublishers = new AllowedPublishers { SigningProfileVersionArns = config.AllowedPublishers },
        CodeSigningPolicies = new CodeSigningPolicies { UntrustedArtifactOnDeployment = config.Policy.ToString() },
        LastModified = config.LastModified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
    };

    /// <param name="artifact">What was to be deployed, as clients know it.</param>
    /// <returns>Null when the code may be deployed.</returns>
    public static WireError? From(SigningVerdict verdict, string artifact) => verdict switch
    {
        SigningVerdict.Deployable => null,
        SigningVerdict.Tampered => LambdaErrors.InvalidCodeSignature(
            "Lambda cannot deploy the function. The code signature failed the integrity check."),
        SigningVerdict.Distrusted => LambdaErrors.CodeVerificationFailed(
            "Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. "
            + $"Check the provided signature for {artifact}."),
        _ => throw new InvalidOperationException($"{verdict} has no text."),
    };
}
