using Goldcrest.Core.Functions;

namespace Goldcrest.Tests.Functions;

public sealed class SettingsRulesTests
{
    private const string AccessPoint = "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0";

    private static readonly VpcSettings Vpc = new(["subnet-1"], ["sg-1"], AllowsIpv6: false);
    private static readonly FunctionSettings Snapshot = FunctionExample.Settings with { SnapStart = SnapStartMode.PublishedVersions };
    private static readonly FunctionSettings Mounted = FunctionExample.Settings with { Vpc = Vpc, FileSystems = [new FileSystemMount(AccessPoint, "/mnt/a")] };

    [Fact]
    public void Whole_settings_have_no_flaw()
    {
        FunctionSettings[] whole =
        [
            FunctionExample.Settings,
            FunctionExample.Settings with { Vpc = VpcSettings.Detached },
            Mounted,
            Mounted with { DeadLetters = new DeadLetterTarget("arn:aws:sns:us-east-1:000000000000:t"), KeyArn = "arn:aws:kms:us-east-1:000000000000:key/k" },
            Snapshot,
            Snapshot with { Runtime = "python3.13", Vpc = Vpc, Architecture = "arm64" },
            FunctionExample.Image,
        ];

        Assert.All(whole, settings => Assert.Null(SettingsRules.Find(settings, before: null)));
    }

    [Fact]
    public void Subnets_need_security_groups_and_the_reverse()
    {
        Assert.Equal(new SettingsFlaw.HalfAVpc(), Find(FunctionExample.Settings with { Vpc = Vpc with { SecurityGroupIds = [] } }));
        Assert.Equal(new SettingsFlaw.HalfAVpc(), Find(FunctionExample.Settings with { Vpc = Vpc with { SubnetIds = [] } }));
    }

    [Fact]
    public void A_file_system_needs_a_VPC()
    {
        Assert.Equal(new SettingsFlaw.MountWithoutVpc(AccessPoint), Find(Mounted with { Vpc = null }));
        Assert.Equal(new SettingsFlaw.MountWithoutVpc(AccessPoint), SettingsRules.Find(Mounted with { Vpc = null }, FunctionExample.Settings));
    }

    [Fact]
    public void A_VPC_stays_as_long_as_the_file_system_behind_it()
    {
        Assert.Equal(new SettingsFlaw.VpcStillNeeded(AccessPoint), SettingsRules.Find(Mounted with { Vpc = VpcSettings.Detached }, Mounted));
        Assert.Null(SettingsRules.Find(Mounted with { Vpc = VpcSettings.Detached, FileSystems = [] }, Mounted));
    }

    [Fact]
    public void Dead_letters_and_keys_are_what_they_are_called()
    {
        const string Queue = "arn:aws:sqs:us-east-1:000000000000:q.fifo";

        Assert.Equal(new SettingsFlaw.DeadLettersUnusable(Queue), Find(FunctionExample.Settings with { DeadLetters = new DeadLetterTarget(Queue) }));
        Assert.Equal(new SettingsFlaw.KeyUnusable(Queue), Find(FunctionExample.Settings with { KeyArn = Queue }));
    }

    public static TheoryData<string, FunctionSettings> WithoutSnapshots => new()
    {
        { "python3.11", Snapshot with { Runtime = "python3.11" } },
        { "nodejs22.x", Snapshot with { Runtime = "nodejs22.x" } },
        { "provided.al2023", Snapshot with { Runtime = "provided.al2023" } },
        { "ContainerImage", FunctionExample.Image with { SnapStart = SnapStartMode.PublishedVersions } },
        { "FileSystemConfigs", Mounted with { SnapStart = SnapStartMode.PublishedVersions } },
        { "EphemeralStorage greater than 512 MB", Snapshot with { EphemeralStorageMiB = 513 } },
        { "TenancyConfig", Snapshot with { IsTenantIsolated = true } },
    };

    [Theory]
    [MemberData(nameof(WithoutSnapshots), DisableDiscoveryEnumeration = true)]
    public void Snapshots_do_not_go_together_with_everything(string what, FunctionSettings settings)
    {
        Assert.Equal(new SettingsFlaw.NoSnapshotsWith(what), Find(settings));
        Assert.Null(Find(settings with { SnapStart = SnapStartMode.None }));
    }

    [Theory]
    [InlineData("python3.13", true)]
    [InlineData("nodejs22.x", true)]
    [InlineData("java17", true)]
    [InlineData("dotnet10", true)]
    [InlineData("python3.12", false)]
    [InlineData("nodejs20.x", false)]
    [InlineData("dotnet8", false)]
    [InlineData("provided.al2023", false)]
    public void Not_every_runtime_can_be_durable(string runtime, bool canBe)
    {
        var settings = FunctionExample.Settings with { Runtime = runtime };

        Assert.Equal(canBe ? null : new SettingsFlaw.RuntimeNotDurable(), Find(settings with { Durable = new DurableSettings(60, 14) }));
        Assert.Null(Find(settings));
        Assert.Null(Find(FunctionExample.Image with { Durable = new DurableSettings(60, 14) }));
    }

    [Fact]
    public void The_words_of_an_image_have_a_bound_together()
    {
        var words = FunctionExample.Image.Image! with { Command = [new string('x', 16_000)], WorkingDirectory = $"/{new string('é', 191)}" };

        Assert.Equal(16_383, words.Bytes);
        Assert.Null(Find(FunctionExample.Image with { Image = words with { EntryPoint = ["x"] } }));
        Assert.Equal(new SettingsFlaw.ImageSettingsTooLarge(16_384), Find(FunctionExample.Image with { Image = words with { EntryPoint = ["xx"] } }));
    }

    private static SettingsFlaw? Find(FunctionSettings settings) => SettingsRules.Find(settings, before: null);
}
