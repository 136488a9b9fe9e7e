using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Layers;
using Goldcrest.Wire.Lambda;
using WireEnvironment = Goldcrest.Wire.Lambda.EnvironmentResponse;

namespace Goldcrest.Server.Functions;

/// <summary>From the core's shapes to the wire's.</summary>
internal static class FunctionMapping
{
    private const string BeingCreated = "The function is being created.";

    /// <param name="arn">As the operation answers it, with or without the qualifier.</param>
    public static FunctionConfiguration ToWire(FunctionVersion version, string arn)
    {
        var (state, update) = Phases(version.Phase, version.Flaw ?? PreparationFlaw.Internal);
        return ToListItem(version, arn) with
        {
            State = state.Status,
            StateReason = state.Reason,
            StateReasonCode = state.Code,
            LastUpdateStatus = update.Status,
            LastUpdateStatusReason = update.Reason,
            LastUpdateStatusReasonCode = update.Code,
            RuntimeVersionConfig = version.Current.Settings.Runtime is { } runtime
                ? new RuntimeVersionConfig { RuntimeVersionArn = RuntimeVersionArn(version.Key.Region, runtime) }
                : null,
        };
    }

    /// <summary>One phase as the wire's two statuses. The reason of an update is told in the words of a creation; so does AWS.</summary>
    private static (Told State, Told Update) Phases(FunctionPhase phase, PreparationFlaw flaw) => phase switch
    {
        FunctionPhase.Pending => (new Told(StateValues.Pending, BeingCreated, "Creating"), default),
        FunctionPhase.Failed => (new Told(StateValues.Failed, flaw.Reason, flaw.Code), default),
        FunctionPhase.Active => (new Told(StateValues.Active), new Told(LastUpdateStatusValues.Successful)),
        FunctionPhase.Updating => (new Told(StateValues.Active), new Told(LastUpdateStatusValues.InProgress, BeingCreated, "Creating")),
        FunctionPhase.UpdateFailed => (new Told(StateValues.Active), new Told(LastUpdateStatusValues.Failed, flaw.Reason, flaw.Code)),
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "Not a phase."),
    };

    /// <summary>As in lists, which leave states out.</summary>
    public static FunctionConfiguration ToListItem(FunctionVersion version, string arn)
    {
        var settings = version.Current.Settings;
        return new FunctionConfiguration
        {
            FunctionName = version.Key.Name,
            FunctionArn = arn,
            Runtime = settings.Runtime,
            Role = settings.Role,
            Handler = settings.Handler,
            CodeSize = version.Current.Code.Bytes,
            CodeSha256 = version.Current.Code.ShownSha256,
            SigningProfileVersionArn = version.Current.Code.Signature?.ProfileVersionArn,
            SigningJobArn = version.Current.Code.Signature?.JobArn,
            Description = settings.Description,
            Timeout = settings.TimeoutSeconds,
            MemorySize = settings.MemoryMiB,
            LastModified = version.LastModified.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
            Version = version.Number,
            Environment = settings.Environment is { } variables ? new WireEnvironment { Variables = variables } : null,
            TracingConfig = new TracingConfigResponse { Mode = settings.TracingMode },
            RevisionId = version.RevisionId,
            PackageType = settings.Image is null ? PackageTypeValues.Zip : PackageTypeValues.Image,
            ImageConfigResponse = MemberMapping.Image(settings.Image),
            Architectures = [settings.Architecture],
            KMSKeyArn = settings.KeyArn,
            VpcConfig = MemberMapping.Vpc(settings.Vpc, version.Key),
            FileSystemConfigs = MemberMapping.FileSystems(settings.FileSystems),
            DeadLetterConfig = MemberMapping.DeadLetters(settings.DeadLetters),
            DurableConfig = MemberMapping.Durable(settings.Durable),
            TenancyConfig = MemberMapping.Tenancy(settings.IsTenantIsolated),
            Layers = settings.Layers.Count == 0 ? null : [.. settings.Layers.Select(LayerMapping.ToAttached)],
            EphemeralStorage = new EphemeralStorage { Size = settings.EphemeralStorageMiB },
            SnapStart = MemberMapping.Snapshots(version),
            LoggingConfig = new LoggingConfig
            {
                LogFormat = settings.Logging.Format,
                ApplicationLogLevel = settings.Logging.ApplicationLevel,
                SystemLogLevel = settings.Logging.SystemLevel,
                LogGroup = settings.Logging.Group,
            },
        };
    }

    /// <summary>The ARN under which a runtime's version is told; stable for one runtime and release.</summary>
    public static string RuntimeVersionArn(string region, string runtime) =>
        $"arn:aws:lambda:{region}::runtime:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"goldcrest/{runtime}")))}";

    private readonly record struct Told(string? Status, string? Reason = null, string? Code = null);
}
