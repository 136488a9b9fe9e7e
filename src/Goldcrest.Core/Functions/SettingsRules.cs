using System.Collections.Frozen;

namespace Goldcrest.Core.Functions;

/// <summary>What a function's settings must respect among each other.</summary>
/// <remarks>Source: docs/contracts/functions.md#settings.</remarks>
public static class SettingsRules
{
    public const int MaxImageSettingsBytes = 16_384;

    private static readonly FrozenSet<string> SnapshotRuntimes = FrozenSet.Create(
        StringComparer.Ordinal, "java11", "java17", "java21", "java25", "python3.12", "python3.13", "dotnet8", "dotnet10");

    private static readonly FrozenSet<string> DurableRuntimes = FrozenSet.Create(
        StringComparer.Ordinal, "nodejs22.x", "nodejs24.x", "python3.13", "python3.14", "java17", "java21", "java25", "dotnet10");

    /// <param name="settings">As they would be.</param>
    /// <param name="before">As they are; null when the function is being made.</param>
    /// <returns>The first flaw; null when there is none.</returns>
    public static SettingsFlaw? Find(FunctionSettings settings, FunctionSettings? before) =>
        FindInNetwork(settings, before)
        ?? FindInTargets(settings)
        ?? FindInSnapshots(settings)
        ?? FindInDurability(settings)
        ?? (SettingsFlaw?)FindInImage(settings.Image);

    private static SettingsFlaw? FindInNetwork(FunctionSettings settings, FunctionSettings? before) => settings switch
    {
        { Vpc.IsWhole: false } => new SettingsFlaw.HalfAVpc(),
        { Vpc.IsAttached: true } or { FileSystems: [] } => null,
        { FileSystems: [var mount, ..] } when before is { Vpc.IsAttached: true } && before.FileSystems.Contains(mount) =>
            new SettingsFlaw.VpcStillNeeded(mount.Arn),
        { FileSystems: [var mount, ..] } => new SettingsFlaw.MountWithoutVpc(mount.Arn),
    };

    private static SettingsFlaw? FindInTargets(FunctionSettings settings) => settings switch
    {
        { DeadLetters: { IsUsable: false, Arn: var arn } } => new SettingsFlaw.DeadLettersUnusable(arn),
        { KeyArn: { } key } when !Functions.KeyArn.IsOne(key) => new SettingsFlaw.KeyUnusable(key),
        _ => null,
    };

    private static SettingsFlaw.NoSnapshotsWith? FindInSnapshots(FunctionSettings settings) =>
        settings.SnapStart == SnapStartMode.PublishedVersions && FindUnfitForSnapshots(settings) is { } what ? new(what) : null;

    private static string? FindUnfitForSnapshots(FunctionSettings settings) => settings switch
    {
        { Image: not null } => "ContainerImage",
        { Runtime: { } runtime } when !SnapshotRuntimes.Contains(runtime) => runtime,
        { FileSystems.Count: > 0 } => "FileSystemConfigs",
        { EphemeralStorageMiB: > FunctionLimits.DefaultEphemeralStorageMiB } => "EphemeralStorage greater than 512 MB",
        { IsTenantIsolated: true } => "TenancyConfig",
        _ => null,
    };

    private static SettingsFlaw.RuntimeNotDurable? FindInDurability(FunctionSettings settings) =>
        settings is { Durable: not null, Runtime: { } runtime } && !DurableRuntimes.Contains(runtime) ? new() : null;

    private static SettingsFlaw.ImageSettingsTooLarge? FindInImage(ImageSettings? image) =>
        image is { Bytes: > MaxImageSettingsBytes } ? new(MaxImageSettingsBytes) : null;
}
