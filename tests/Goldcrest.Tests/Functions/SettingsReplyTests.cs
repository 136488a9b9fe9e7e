using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class SettingsReplyTests
{
    private const string Arn = "arn:aws:x:::y";

    private static readonly IReadOnlyDictionary<SettingsFlaw, string> Texts = new Dictionary<SettingsFlaw, string>
    {
        [new SettingsFlaw.HalfAVpc()] = "SubnetIds and SecurityIds must coexist or be both empty list.",
        [new SettingsFlaw.NoSuchSubnet("subnet-a")] =
            "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID 'subnet-a' does not exist",
        [new SettingsFlaw.NoSuchSecurityGroup("sg-a")] =
            "Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group 'sg-a' does not exist",
        [new SettingsFlaw.MountWithoutVpc(Arn)] = $"Function must be configured to execute in a VPC to reference access point {Arn}.",
        [new SettingsFlaw.VpcStillNeeded(Arn)] = $"Function VPC configuration cannot be removed with access point {Arn} referenced.",
        [new SettingsFlaw.DeadLettersUnusable(Arn)] = $"Invalid dead letter queue ARN: {Arn} is neither a standard SQS queue nor a standard SNS topic",
        [new SettingsFlaw.KeyUnusable(Arn)] =
            "Lambda was unable to configure access to your environment variables because the KMS key is invalid for CreateGrant. "
            + $"Please check your KMS key settings. KMS Exception: InvalidArnException KMS Message: Invalid arn {Arn}",
        [new SettingsFlaw.NoSnapshotsWith("nodejs22.x")] = "nodejs22.x is not supported for SnapStart enabled functions.",
        [new SettingsFlaw.RuntimeNotDurable()] = "You cannot use a managed runtime that does not support a durable configuration",
        [new SettingsFlaw.ImageSettingsTooLarge(16_384)] = "ImageConfig must be smaller than or equal to 16384 bytes",
    };

    [Fact]
    public void Every_flaw_has_its_text()
    {
        Assert.Equal(
            typeof(SettingsFlaw).GetNestedTypes().Select(type => type.Name).Order(),
            Texts.Keys.Select(flaw => flaw.GetType().Name).Order());
        Assert.All(Texts, pair => Assert.Equal(
            (400, "InvalidParameterValueException", "User", pair.Value),
            (SettingsReply.From(pair.Key).Status, SettingsReply.From(pair.Key).Code, SettingsReply.From(pair.Key).Type, SettingsReply.From(pair.Key).Message)));
    }
}
