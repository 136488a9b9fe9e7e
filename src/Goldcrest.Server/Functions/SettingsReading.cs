using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using WireEnvironment = Goldcrest.Wire.Lambda.Environment;

namespace Goldcrest.Server.Functions;

/// <summary>From requests to complete settings, or to the refusal. Layers are not among them: see <see cref="LayerChoice"/>.</summary>
internal static class SettingsReading
{
    /// <param name="key">The function that is made.</param>
    public static (FunctionSettings? Settings, WireError? Error) Create(CreateFunctionRequest request, FunctionKey key)
    {
        if (UnsupportedMembers.In(request) is { } unsupported)
        {
            return (null, FunctionRefusals.NotYet(unsupported));
        }

        var isImage = request.PackageType == PackageTypeValues.Image;
        if (PackageRules.Refuse(request, isImage) is { } unfit)
        {
            return (null, unfit);
        }

        var settings = new FunctionSettings
        {
            Runtime = request.Runtime,
            Handler = request.Handler,
            Image = isImage ? MemberReading.Image(request.ImageConfig, ImageSettings.AsBuilt) : null,
            Role = request.Role!,
            Description = request.Description ?? "",
            TimeoutSeconds = request.Timeout ?? FunctionLimits.DefaultTimeoutSeconds,
            MemoryMiB = request.MemorySize ?? FunctionLimits.DefaultMemoryMiB,
            EphemeralStorageMiB = request.EphemeralStorage?.Size ?? FunctionLimits.DefaultEphemeralStorageMiB,
            Architecture = request.Architectures is [var architecture, ..] ? architecture : ArchitectureValues.X8664,
            TracingMode = request.TracingConfig?.Mode ?? "PassThrough",
            Environment = Variables(request.Environment, null),
            KeyArn = MemberReading.Key(request.KMSKeyArn, null),
            Logging = Logging(request.LoggingConfig, new LoggingSettings { Group = $"/aws/lambda/{key.Name}" }),
            Vpc = MemberReading.Vpc(request.VpcConfig, null),
            FileSystems = MemberReading.FileSystems(request.FileSystemConfigs, []),
            DeadLetters = MemberReading.DeadLetters(request.DeadLetterConfig, null),
            SnapStart = MemberReading.Snapshots(request.SnapStart, SnapStartMode.None),
            Durable = MemberReading.Durable(request.DurableConfig),
            IsTenantIsolated = request.TenancyConfig is not null,
        };
        return (Check(settings, null) ?? RefuseLevels(request.LoggingConfig, settings)) is { } error ? (null, error) : (settings, null);
    }

    /// <summary>Members that the request leaves out stay as they are.</summary>
    public static (FunctionSettings? Settings, WireError? Error) Update(UpdateFunctionConfigurationRequest request, FunctionSettings current)
    {
        if (PackageRules.Refuse(request, current) is { } unfit)
        {
            return (null, unfit);
        }

        var settings = current with
        {
            Runtime = request.Runtime ?? current.Runtime,
            Handler = request.Handler ?? current.Handler,
            Image = current.Image is { } image ? MemberReading.Image(request.ImageConfig, image) : null,
            Role = request.Role ?? current.Role,
            Description = request.Description ?? current.Description,
            TimeoutSeconds = request.Timeout ?? current.TimeoutSeconds,
            MemoryMiB = request.MemorySize ?? current.MemoryMiB,
            EphemeralStorageMiB = request.EphemeralStorage?.Size ?? current.EphemeralStorageMiB,
            TracingMode = request.TracingConfig?.Mode ?? current.TracingMode,
            Environment = Variables(request.Environment, current.Environment),
            KeyArn = MemberReading.Key(request.KMSKeyArn, current.KeyArn),
            Logging = Logging(request.LoggingConfig, current.Logging),
            Vpc = MemberReading.Vpc(request.VpcConfig, current.Vpc),
            FileSystems = MemberReading.FileSystems(request.FileSystemConfigs, current.FileSystems),
            DeadLetters = MemberReading.DeadLetters(request.DeadLetterConfig, current.DeadLetters),
            SnapStart = MemberReading.Snapshots(request.SnapStart, current.SnapStart),
            Durable = MemberReading.Durable(request.DurableConfig, current.Durable),
        };
        return (Check(settings, current) ?? RefuseLevels(request.LoggingConfig, settings)) is { } error ? (null, error) : (settings, null);
    }

    /// <summary>A given environment replaces the whole one before; one without variables leaves none.</summary>
    private static IReadOnlyDictionary<string, string>? Variables(WireEnvironment? given, IReadOnlyDictionary<string, string>? current) =>
        given is null ? current : given.Variables ?? new Dictionary<string, string>();

    /// <summary>Levels belong to JSON: they go when the format is Text, and are INFO when nothing else was ever said.</summary>
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

    /// <summary>What is asked for in vain is refused; what a change of the format takes away is not.</summary>
    private static WireError? RefuseLevels(LoggingConfig? wanted, FunctionSettings settings) =>
        settings.Logging.Format != LogFormatValues.Json && wanted is ({ ApplicationLogLevel: not null } or { SystemLogLevel: not null })
            ? FunctionRefusals.LevelsForText
            : null;

    private static WireError? Check(FunctionSettings settings, FunctionSettings? before)
    {
        if (settings.Runtime is { } named && SupportedRuntimes.Refuse(named) is { } runtime)
        {
            return runtime;
        }

        // The model allows more than any function can have here: its bounds are those of managed instances.
        if (settings.MemoryMiB > FunctionLimits.MaxMemoryMiB)
        {
            return FunctionRefusals.TooLarge("MemorySize", FunctionLimits.MaxMemoryMiB);
        }

        if (settings.TimeoutSeconds > FunctionLimits.MaxTimeoutSeconds)
        {
            return FunctionRefusals.TooLarge("Timeout", FunctionLimits.MaxTimeoutSeconds);
        }

        if (settings.Environment is { } variables && EnvironmentRules.Refuse(variables) is { } environment)
        {
            return environment;
        }

        return SettingsRules.Find(settings, before) is { } flaw ? SettingsReply.From(flaw) : null;
    }
}
