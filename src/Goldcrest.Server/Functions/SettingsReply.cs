using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>The one table that turns flaws of settings into what clients are told.</summary>
/// <remarks>Source: docs/contracts/functions.md#refusals.</remarks>
internal static class SettingsReply
{
    public static WireError From(SettingsFlaw flaw) => LambdaErrors.InvalidParameterValue(flaw switch
    {
        SettingsFlaw.HalfAVpc => "SubnetIds and SecurityIds must coexist or be both empty list.",
        SettingsFlaw.NoSuchSubnet(var id) =>
            $"Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID '{id}' does not exist",
        SettingsFlaw.NoSuchSecurityGroup(var id) =>
            $"Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group '{id}' does not exist",
        SettingsFlaw.MountWithoutVpc(var arn) => $"Function must be configured to execute in a VPC to reference access point {arn}.",
        SettingsFlaw.VpcStillNeeded(var arn) => $"Function VPC configuration cannot be removed with access point {arn} referenced.",
        SettingsFlaw.DeadLettersUnusable(var arn) => $"Invalid dead letter queue ARN: {arn} is neither a standard SQS queue nor a standard SNS topic",
        SettingsFlaw.KeyUnusable(var arn) =>
            "Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. "
            + $"Please check your KMS key settings. KMS Exception: InvalidArnException KMS Message: Invalid arn {arn}",
        SettingsFlaw.NoSnapshotsWith(var what) => $"{what} is not supported for SnapStart enabled functions.",
        SettingsFlaw.RuntimeNotDurable => "You cannot use a managed runtime that does not support a durable configuration",
        SettingsFlaw.ImageSettingsTooLarge(var max) => $"ImageConfig must be smaller than or equal to {max} bytes",
        _ => throw new InvalidOperationException($"There is no answer for {flaw.GetType().Name}."),
    });
}
