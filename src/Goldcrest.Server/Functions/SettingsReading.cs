using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>From requests to complete settings, or to the refusal.</summary>
internal static class SettingsReading
{
    /// <param name="key">The function that is made.</param>
    public static (FunctionSettings? Settings, WireError? Error) Create(CreateFunctionRequest request, FunctionKey key)
    {
        if (UnsupportedAtCreation(request) is { } unsupported)
        {
            return (null, FunctionRefusals.NotYet(unsupported));
        }

        if (request.Runtime is not { } runtime || request.Handler is not { } handler)
        {
            return (null, LambdaErrors.InvalidParameterValue(
                "Runtime and Handler are mandatory parameters for functions created with deployment packages."));
        }

        var settings = new FunctionSettings
        {
            Runtime = runtime,
            Handler = handler,
            Role = request.Role!,
            Description = request.Description ?? "",
            TimeoutSeconds = request.Timeout ?? FunctionLimits.DefaultTimeoutSeconds,
            MemoryMiB = request.MemorySize ?? FunctionLimits.DefaultMemoryMiB,
            EphemeralStorageMiB = request.EphemeralStorage?.Size ?? FunctionLimits.DefaultEphemeralStorageMiB,
            Architecture = request.Architectures is [var architecture, ..] ? architecture : "x86_64",
            TracingMode = request.TracingConfig?.Mode ?? "PassThrough",
            Environment = request.Environment?.Variables,
            Logging = Logging(request.LoggingConfig, new LoggingSettings { Group = $"/aws/lambda/{key.Name}" }),
        };
        return Check(settings) is { } error ? (null, error) : (settings, null);
    }

    /// <summary>Members that the request leaves out stay as they are.</summary>
    public static (FunctionSettings? Settings, WireError? Error) Update(UpdateFunctionConfigurationRequest request, FunctionSettings current)
    {
        if (UnsupportedAtUpdate(request) is { } unsupported)
        {
            return (null, FunctionRefusals.NotYet(unsupported));
        }

        var settings = current with
        {
            Runtime = request.Runtime ?? current.Runtime,
            Handler = request.Handler ?? current.Handler,
            Role = request.Role ?? current.Role,
            Description = request.Description ?? current.Description,
            TimeoutSeconds = request.Timeout ?? current.TimeoutSeconds,
            MemoryMiB = request.MemorySize ?? current.MemoryMiB,
            EphemeralStorageMiB = request.EphemeralStorage?.Size ?? current.EphemeralStorageMiB,
            TracingMode = request.TracingConfig?.Mode ?? current.TracingMode,
            Environment = Variables(request, current),
            Logging = Logging(request.LoggingConfig, current.Logging),
        };
        return Check(settings) is { } error ? (null, error) : (settings, null);
    }

    /// <summary>An empty map takes all variables away, as does an environment without a map.</summary>
    private static IReadOnlyDictionary<string, string>? Variables(UpdateFunctionConfigurationRequest request, FunctionSettings current) =>
        request.Environment is null ? current.Environment
        : request.Environment.Variables is { Count: > 0 } variables ? variables
        : null;

    private static LoggingSettings Logging(LoggingConfig? wanted, LoggingSettings current)
    {
        var format = wanted?.LogFormat ?? current.Format;
        var json = format == LogFormatValues.Json;
        return new LoggingSettings
        {
            Format = format,
            Group = wanted?.LogGroup ?? current.Group,
            ApplicationLevel = json ? wanted?.ApplicationLogLevel ?? current.ApplicationLevel ?? "INFO" : null,
            SystemLevel = json ? wanted?.SystemLogLevel ?? current.SystemLevel ?? "INFO" : null,
        };
    }

    private static WireError? Check(FunctionSettings settings)
    {
        if (SupportedRuntimes.Refuse(settings.Runtime) is { } runtime)
        {
            return runtime;
        }

        if (settings.MemoryMiB > FunctionLimits.MaxMemoryMiB)
        {
            return LambdaErrors.InvalidParameterValue(
                $"'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to {FunctionLimits.MaxMemoryMiB}");
        }

        return settings.Environment is { } variables ? EnvironmentRules.Refuse(variables) : null;
    }

    private static string? UnsupportedAtCreation(CreateFunctionRequest request) => request switch
    {
        { PackageType: PackageTypeValues.Image } => "functions of container images",
        { Code.ImageUri: not null } => "functions of container images",
        { Code.S3Bucket: not null } or { Code.S3Key: not null } => "code from S3",
        { Architectures: [ArchitectureValues.Arm64, ..] } => "functions for arm64",
        { Layers.Count: > 0 } => "layers",
        { VpcConfig.SubnetIds.Count: > 0 } => "VpcConfig",
        { DeadLetterConfig.TargetArn.Length: > 0 } => "DeadLetterConfig",
        { KMSKeyArn.Length: > 0 } => "KMSKeyArn",
        { FileSystemConfigs.Count: > 0 } => "FileSystemConfigs",
        { ImageConfig: not null } => "ImageConfig",
        { CodeSigningConfigArn: not null } => "CodeSigningConfigArn",
        { SnapStart.ApplyOn: SnapStartApplyOnValues.PublishedVersions } => "SnapStart",
        { CapacityProviderConfig: not null } => "CapacityProviderConfig",
        { DurableConfig: not null } => "DurableConfig",
        { TenancyConfig: not null } => "TenancyConfig",
        { PublishTo: not null } => "PublishTo",
        _ => null,
    };

    private static string? UnsupportedAtUpdate(UpdateFunctionConfigurationRequest request) => request switch
    {
        { Layers.Count: > 0 } => "layers",
        { VpcConfig.SubnetIds.Count: > 0 } => "VpcConfig",
        { DeadLetterConfig.TargetArn.Length: > 0 } => "DeadLetterConfig",
        { KMSKeyArn.Length: > 0 } => "KMSKeyArn",
        { FileSystemConfigs.Count: > 0 } => "FileSystemConfigs",
        { ImageConfig: not null } => "ImageConfig",
        { SnapStart.ApplyOn: SnapStartApplyOnValues.PublishedVersions } => "SnapStart",
        { CapacityProviderConfig: not null } => "CapacityProviderConfig",
        { DurableConfig: not null } => "DurableConfig",
        _ => null,
    };
}
