using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Server.Functions;

/// <summary>Single members of a configuration, as clients see them. Null: not told.</summary>
/// <remarks>Source: docs/contracts/functions.md#settings.</remarks>
internal static class MemberMapping
{
    public static VpcConfigResponse? Vpc(VpcSettings? vpc, FunctionKey function) => vpc is null ? null : new VpcConfigResponse
    {
        SubnetIds = vpc.SubnetIds,
        SecurityGroupIds = vpc.SecurityGroupIds,
        VpcId = vpc.VpcIdFor(function),
        Ipv6AllowedForDualStack = vpc.AllowsIpv6,
    };

    public static IReadOnlyList<FileSystemConfig>? FileSystems(ValueList<FileSystemMount> mounts) =>
        mounts is [] ? null : [.. mounts.Select(mount => new FileSystemConfig { Arn = mount.Arn, LocalMountPath = mount.Path })];

    public static DeadLetterConfig? DeadLetters(DeadLetterTarget? target) => target is null ? null : new DeadLetterConfig { TargetArn = target.Arn };

    /// <summary>A published version is optimised as soon as it can serve; <c>$LATEST</c> never is.</summary>
    public static SnapStartResponse Snapshots(FunctionVersion version)
    {
        var isWanted = version.Current.Settings.SnapStart == SnapStartMode.PublishedVersions;
        return new SnapStartResponse
        {
            ApplyOn = isWanted ? SnapStartApplyOnValues.PublishedVersions : SnapStartApplyOnValues.None,
            OptimizationStatus = isWanted && !version.IsLatest && version.Phase == FunctionPhase.Active
                ? SnapStartOptimizationStatusValues.On
                : SnapStartOptimizationStatusValues.Off,
        };
    }

    public static ImageConfigResponse? Image(ImageSettings? image) => image is null or { IsEmpty: true } ? null : new ImageConfigResponse
    {
        ImageConfig = new ImageConfig
        {
            EntryPoint = image.EntryPoint is [] ? null : image.EntryPoint,
            Command = image.Command is [] ? null : image.Command,
            WorkingDirectory = image.WorkingDirectory,
        },
    };

    public static DurableConfig? Durable(DurableSettings? durable) => durable is null ? null : new DurableConfig
    {
        ExecutionTimeout = durable.ExecutionTimeoutSeconds,
        RetentionPeriodInDays = durable.RetentionDays,
    };

    public static TenancyConfig? Tenancy(bool isIsolated) =>
        isIsolated ? new TenancyConfig { TenantIsolationMode = TenantIsolationModeValues.PerTenant } : null;
}
