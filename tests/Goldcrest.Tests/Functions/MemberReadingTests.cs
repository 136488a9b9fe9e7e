using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Tests.Functions;

public sealed class MemberReadingTests
{
    private static readonly VpcSettings Attached = new(["subnet-1"], ["sg-1"], AllowsIpv6: true);
    private static readonly ImageSettings Words = new(["/run"], ["a", "b"], "/work");

    [Fact]
    public void What_is_left_out_stays()
    {
        var mounts = (ValueList<FileSystemMount>)[new FileSystemMount("arn", "/mnt/a")];
        var target = new DeadLetterTarget("arn");
        var durable = new DurableSettings(60, 7);

        Assert.Same(Attached, MemberReading.Vpc(null, Attached));
        Assert.Same(Attached, MemberReading.Vpc(new VpcConfig(), Attached));
        Assert.Same(mounts, MemberReading.FileSystems(null, mounts));
        Assert.Same(target, MemberReading.DeadLetters(null, target));
        Assert.Equal("key", MemberReading.Key(null, "key"));
        Assert.Equal(SnapStartMode.PublishedVersions, MemberReading.Snapshots(null, SnapStartMode.PublishedVersions));
        Assert.Equal(SnapStartMode.PublishedVersions, MemberReading.Snapshots(new SnapStart(), SnapStartMode.PublishedVersions));
        Assert.Same(Words, MemberReading.Image(null, Words));
        Assert.Same(durable, MemberReading.Durable(null, durable));
        Assert.Null(MemberReading.Durable(null));
        Assert.Null(MemberReading.Vpc(new VpcConfig(), null));
    }

    [Fact]
    public void What_is_empty_takes_away()
    {
        Assert.Equal(VpcSettings.Detached, MemberReading.Vpc(new VpcConfig { SubnetIds = [], SecurityGroupIds = [] }, Attached));
        Assert.Empty(MemberReading.FileSystems([], [new FileSystemMount("arn", "/mnt/a")]));
        Assert.Null(MemberReading.DeadLetters(new DeadLetterConfig { TargetArn = "" }, new DeadLetterTarget("arn")));
        Assert.Null(MemberReading.DeadLetters(new DeadLetterConfig(), new DeadLetterTarget("arn")));
        Assert.Null(MemberReading.Key("", "key"));
        Assert.Equal(SnapStartMode.None, MemberReading.Snapshots(new SnapStart { ApplyOn = "None" }, SnapStartMode.PublishedVersions));
        Assert.Equal(ImageSettings.AsBuilt, MemberReading.Image(new ImageConfig(), Words));
    }

    [Fact]
    public void What_is_said_replaces()
    {
        Assert.Equal(
            new VpcSettings(["subnet-2"], ["sg-2", "sg-3"], AllowsIpv6: false),
            MemberReading.Vpc(new VpcConfig { SubnetIds = ["subnet-2"], SecurityGroupIds = ["sg-2", "sg-3"], Ipv6AllowedForDualStack = false }, Attached));
        Assert.Equal(
            [new FileSystemMount("arn", "/mnt/b")],
            MemberReading.FileSystems([new FileSystemConfig { Arn = "arn", LocalMountPath = "/mnt/b" }], []));
        Assert.Equal(new DeadLetterTarget("b"), MemberReading.DeadLetters(new DeadLetterConfig { TargetArn = "b" }, new DeadLetterTarget("a")));
        Assert.Equal("b", MemberReading.Key("b", "a"));
        Assert.Equal(SnapStartMode.PublishedVersions, MemberReading.Snapshots(new SnapStart { ApplyOn = "PublishedVersions" }, SnapStartMode.None));
        Assert.Equal(new ImageSettings([], ["c"], null), MemberReading.Image(new ImageConfig { Command = ["c"], WorkingDirectory = "" }, Words));
    }

    [Fact]
    public void A_VPC_is_changed_part_by_part()
    {
        Assert.Equal(Attached with { SubnetIds = ["subnet-2"] }, MemberReading.Vpc(new VpcConfig { SubnetIds = ["subnet-2"] }, Attached));
        Assert.Equal(Attached with { SecurityGroupIds = ["sg-2"] }, MemberReading.Vpc(new VpcConfig { SecurityGroupIds = ["sg-2"] }, Attached));
        Assert.Equal(Attached with { AllowsIpv6 = false }, MemberReading.Vpc(new VpcConfig { Ipv6AllowedForDualStack = false }, Attached));
        Assert.False(MemberReading.Vpc(new VpcConfig { SubnetIds = ["subnet-1"] }, null)!.IsWhole);
    }

    [Fact]
    public void Histories_are_kept_for_fourteen_days_unless_said_otherwise()
    {
        Assert.Equal(new DurableSettings(60, 14), MemberReading.Durable(new DurableConfig { ExecutionTimeout = 60 }));
        Assert.Equal(new DurableSettings(60, 1), MemberReading.Durable(new DurableConfig { ExecutionTimeout = 60, RetentionPeriodInDays = 1 }));
    }

    [Fact]
    public void Both_parts_of_a_durable_function_change_by_themselves()
    {
        var current = new DurableSettings(60, 7);

        Assert.Equal(new DurableSettings(90, 7), MemberReading.Durable(new DurableConfig { ExecutionTimeout = 90 }, current));
        Assert.Equal(new DurableSettings(60, 9), MemberReading.Durable(new DurableConfig { RetentionPeriodInDays = 9 }, current));
        Assert.Equal(current, MemberReading.Durable(new DurableConfig(), current));
    }
}
