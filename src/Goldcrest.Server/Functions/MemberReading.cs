using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Server.Functions;

/// <summary>
/// Single members of a request, laid over what the function has. A member that the request leaves out leaves everything as it is; one that
/// is there but empty takes away.
/// </summary>
/// <remarks>Source: docs/contracts/functions.md#updates.</remarks>
internal static class MemberReading
{
    /// <summary>Each of the three parts stays when it is left out.</summary>
    public static VpcSettings? Vpc(VpcConfig? wanted, VpcSettings? current)
    {
        if (wanted is null or { SubnetIds: null, SecurityGroupIds: null, Ipv6AllowedForDualStack: null })
        {
            return current;
        }

        var before = current ?? VpcSettings.Detached;
        var after = new VpcSettings(
            wanted.SubnetIds is { } subnets ? [.. subnets] : before.SubnetIds,
            wanted.SecurityGroupIds is { } groups ? [.. groups] : before.SecurityGroupIds,
            wanted.Ipv6AllowedForDualStack ?? before.AllowsIpv6);
        return after is { IsWhole: true, IsAttached: false } ? VpcSettings.Detached : after;
    }

    public static ValueList<FileSystemMount> FileSystems(IReadOnlyList<FileSystemConfig>? wanted, ValueList<FileSystemMount> current) =>
        wanted is null ? current : [.. wanted.Select(mount => new FileSystemMount(mount.Arn!, mount.LocalMountPath!))];

    public static DeadLetterTarget? DeadLetters(DeadLetterConfig? wanted, DeadLetterTarget? current) =>
        wanted is null ? current : string.IsNullOrEmpty(wanted.TargetArn) ? null : new DeadLetterTarget(wanted.TargetArn);

    public static string? Key(string? wanted, string? current) => wanted switch
    {
        null => current,
        "" => null,
        _ => wanted,
    };

    public static SnapStartMode Snapshots(SnapStart? wanted, SnapStartMode current) => wanted?.ApplyOn switch
    {
        null => current,
        SnapStartApplyOnValues.PublishedVersions => SnapStartMode.PublishedVersions,
        _ => SnapStartMode.None,
    };

    /// <summary>Replaced as a whole.</summary>
    public static ImageSettings Image(ImageConfig? wanted, ImageSettings current) => wanted is null ? current : new ImageSettings(
        [.. wanted.EntryPoint ?? []], [.. wanted.Command ?? []], string.IsNullOrEmpty(wanted.WorkingDirectory) ? null : wanted.WorkingDirectory);

    /// <param name="wanted">For a new function, with an execution timeout.</param>
    public static DurableSettings? Durable(DurableConfig? wanted) => wanted is null
        ? null
        : new DurableSettings(wanted.ExecutionTimeout!.Value, wanted.RetentionPeriodInDays ?? DurableSettings.DefaultRetentionDays);

    /// <summary>Both parts stay when they are left out.</summary>
    public static DurableSettings? Durable(DurableConfig? wanted, DurableSettings? current) => wanted is null || current is null
        ? current
        : new DurableSettings(wanted.ExecutionTimeout ?? current.ExecutionTimeoutSeconds, wanted.RetentionPeriodInDays ?? current.RetentionDays);
}
