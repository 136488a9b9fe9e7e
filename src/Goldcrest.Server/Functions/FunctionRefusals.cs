using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>What clients are told when a function cannot be made or changed as they wish.</summary>
/// <remarks>Source: docs/contracts/functions.md#refusals.</remarks>
internal static class FunctionRefusals
{
    public static WireError StaleRevision { get; } = LambdaErrors.PreconditionFailed(
        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");

    public static WireError LatestCannotBeDeleted { get; } =
        LambdaErrors.InvalidParameterValue("$LATEST version cannot be deleted without deleting the function.");

    public static WireError AliasCannotBeDeleted { get; } = LambdaErrors.InvalidParameterValue("Deletion of aliases is not currently supported.");

    public static WireError FunctionsOnly { get; } = LambdaErrors.InvalidParameterValue(
        "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. "
        + "Please specify either a function name or an unqualified function ARN.");

    public static WireError ImageForZip { get; } =
        LambdaErrors.InvalidParameterValue("Please don't provide ImageUri when updating a function with packageType Zip.");

    public static WireError ZipOverImage { get; } =
        LambdaErrors.InvalidParameterValue("Please provide ImageUri when updating a function with packageType Image.");

    public static WireError NoImage { get; } = LambdaErrors.InvalidParameterValue("Please provide ImageUri when the intended function PackageType is Image.");

    public static WireError ZipForImage { get; } =
        LambdaErrors.InvalidParameterValue("Please don't provide ZipFile or an S3 location when the intended function PackageType is Image.");

    public static WireError ImageWithZip { get; } =
        LambdaErrors.InvalidParameterValue("Please don't provide ImageUri when the intended function PackageType is Zip.");

    public static WireError SourceKeyForImage { get; } =
        LambdaErrors.InvalidParameterValue("Please don't provide SourceKMSKeyArn when the intended function PackageType is Image.");

    public static WireError ZipMembersForImage { get; } =
        LambdaErrors.InvalidParameterValue("Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.");

    public static WireError SigningForImage { get; } =
        LambdaErrors.InvalidParameterValue("Code signing is not supported for functions created with container images.");

    public static WireError ImageConfigForZip { get; } =
        LambdaErrors.InvalidParameterValue("Please don't provide ImageConfig when the intended function PackageType is Zip.");

    public static WireError NoExecutionTimeout { get; } =
        LambdaErrors.InvalidParameterValue("You cannot create a function with a durable configuration without an executionTimeout");

    public static WireError NeverDurable { get; } = LambdaErrors.InvalidParameterValue(
        "You cannot add a durable configuration to a function that was originally created with no durable configuration");

    public static WireError NoCapacityProvider { get; } =
        LambdaErrors.InvalidParameterValue("CapacityProviderConfig isn't supported for Lambda Default functions.");

    public static WireError NoRuntimeOrHandler { get; } =
        LambdaErrors.InvalidParameterValue("Runtime and Handler are mandatory parameters for functions created with deployment packages.");

    public static WireError LevelsForText { get; } = LambdaErrors.InvalidParameterValue(
        "LogLevel is not supported when LogFormat is set to \"Text\". Remove LogLevel from your request or change the LogFormat to \"Json\" and try again.");

    public static WireError RuntimeIsManual { get; } = LambdaErrors.InvalidParameterValue(
        "Cannot change runtime identifier when runtime management configuration is set to 'Manual'. "
        + "Change the runtime management configuration to 'Auto' or 'FunctionUpdate', then retry.");

    public static WireError TooLarge(string member, int max) =>
        LambdaErrors.InvalidParameterValue($"'{member}' value failed to satisfy constraint: Member must have value less than or equal to {max}");

    public static WireError NameTooLong(string name) => LambdaErrors.InvalidParameterValue(
        $"1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: "
        + $"Member must have length less than or equal to {FunctionLimits.MaxNameLength}");

    public static WireError BadImage(string uri) => LambdaErrors.InvalidParameterValue($"Source image {uri} is not valid. Provide a valid source image.");

    public static WireError Exists(string name) => LambdaErrors.ResourceConflict($"Function already exist: {name}");

    public static WireError WrongCodeHash(string given, string current) => LambdaErrors.InvalidParameterValue(
        $"CodeSHA256 ({given}) is different from current CodeSHA256 in $LATEST ({current}). Please try again with the CodeSHA256 in $LATEST.");

    /// <param name="aliases">Those that send requests to the version.</param>
    /// <returns>Null when the version may be deleted.</returns>
    public static WireError? InUse(IEnumerable<FunctionAlias> aliases)
    {
        var names = string.Join(", ", aliases.Select(alias => alias.Name));
        return names.Length == 0
            ? null
            : LambdaErrors.ResourceConflict($"Unable to delete version because the following aliases reference it: [{names}]");
    }

    /// <summary>A part of the request that Goldcrest does not do yet; never ignored in silence.</summary>
    public static WireError NotYet(string what) => WireErrors.NotImplemented($"Goldcrest does not support {what} yet.");

    /// <returns>Null when the version may be changed and published now.</returns>
    public static WireError? Busy(FunctionVersion version) => version.Phase switch
    {
        FunctionPhase.Pending or FunctionPhase.Failed => LambdaErrors.ResourceConflict(
            $"The operation cannot be performed at this time. The function is currently in the following state: {version.Phase}"),
        FunctionPhase.Updating => Overtaken(version.Key),
        _ => null,
    };

    /// <summary>Another update came in between.</summary>
    public static WireError Overtaken(FunctionKey key) =>
        LambdaErrors.ResourceConflict($"The operation cannot be performed at this time. An update is in progress for resource: {key.Arn}");
}
