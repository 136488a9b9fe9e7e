using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Tests.Functions;

public sealed class MemberMappingTests
{
    private const string Target = "arn:aws:sqs:us-east-1:000000000000:q";
    private const string Key = "arn:aws:kms:us-east-1:000000000000:key/k";

    [Fact]
    public void Members_that_were_never_given_are_not_told()
    {
        var wire = FunctionMapping.ToWire(FunctionExample.Active().Latest, "arn");

        Assert.Equal((null, null, null, null), (wire.VpcConfig, wire.FileSystemConfigs, wire.DeadLetterConfig, wire.KMSKeyArn));
        Assert.Equal((null, null, null), (wire.DurableConfig, wire.TenancyConfig, wire.ImageConfigResponse));
    }

    [Fact]
    public void Members_that_were_given_are_told()
    {
        var settings = FunctionExample.Settings with
        {
            Architecture = "arm64",
            Vpc = new VpcSettings(["subnet-1"], ["sg-1"], AllowsIpv6: true),
            FileSystems = [new FileSystemMount("arn:efs", "/mnt/a")],
            DeadLetters = new DeadLetterTarget(Target),
            KeyArn = Key,
            Durable = new DurableSettings(60, 7),
            IsTenantIsolated = true,
        };

        var wire = Show(settings);

        Assert.Equal((Target, Key, "PER_TENANT"), (wire.DeadLetterConfig!.TargetArn, wire.KMSKeyArn, wire.TenancyConfig!.TenantIsolationMode));
        Assert.Equal((60, 7), (wire.DurableConfig!.ExecutionTimeout, wire.DurableConfig.RetentionPeriodInDays));
        Assert.Equal(new FileSystemConfig { Arn = "arn:efs", LocalMountPath = "/mnt/a" }, Assert.Single(wire.FileSystemConfigs!));
        Assert.Equal((true, settings.Vpc.VpcIdFor(FunctionExample.Key)), (wire.VpcConfig!.Ipv6AllowedForDualStack, wire.VpcConfig.VpcId));
        Assert.Equal(["subnet-1", "sg-1", "arm64"], [.. wire.VpcConfig.SubnetIds!, .. wire.VpcConfig.SecurityGroupIds!, .. wire.Architectures!]);
    }

    [Fact]
    public void A_function_that_left_its_VPC_shows_an_empty_one()
    {
        var vpc = Show(FunctionExample.Settings with { Vpc = VpcSettings.Detached }).VpcConfig!;

        Assert.Equal(("", false), (vpc.VpcId, vpc.Ipv6AllowedForDualStack));
        Assert.Empty(vpc.SubnetIds!);
        Assert.Empty(vpc.SecurityGroupIds!);
    }

    [Theory]
    [InlineData(SnapStartMode.None, FunctionPhase.Active, "1", "None", "Off")]
    [InlineData(SnapStartMode.PublishedVersions, FunctionPhase.Active, "$LATEST", "PublishedVersions", "Off")]
    [InlineData(SnapStartMode.PublishedVersions, FunctionPhase.Pending, "1", "PublishedVersions", "Off")]
    [InlineData(SnapStartMode.PublishedVersions, FunctionPhase.Active, "1", "PublishedVersions", "On")]
    public void Snapshots_are_on_for_published_versions_that_can_serve(SnapStartMode mode, FunctionPhase phase, string number, string applyOn, string status)
    {
        var version = Version(FunctionExample.Settings with { SnapStart = mode }) with { Phase = phase, Number = number };

        var shown = FunctionMapping.ToListItem(version, "arn").SnapStart!;

        Assert.Equal((applyOn, status), (shown.ApplyOn, shown.OptimizationStatus));
    }

    [Fact]
    public void An_image_has_neither_runtime_nor_handler_and_its_hash_in_hex()
    {
        var wire = FunctionMapping.ToWire(FunctionExample.OfImage().Latest, "arn");

        Assert.Equal(("Image", null, null, null), (wire.PackageType, wire.Runtime, wire.Handler, wire.RuntimeVersionConfig));
        Assert.Equal((0, FunctionExample.ImageCode.Sha256Hex, null), (wire.CodeSize, wire.CodeSha256, wire.ImageConfigResponse));
    }

    [Fact]
    public void What_an_image_is_told_to_run_is_told_back_without_what_was_not_said()
    {
        var whole = Show(FunctionExample.Image with { Image = new ImageSettings(["/run"], ["a", "b"], "/work") }).ImageConfigResponse!.ImageConfig!;
        var part = Show(FunctionExample.Image with { Image = ImageSettings.AsBuilt with { Command = ["c"] } }).ImageConfigResponse!.ImageConfig!;

        Assert.Equal(["/run", "a", "b", "/work"], [.. whole.EntryPoint!, .. whole.Command!, whole.WorkingDirectory!]);
        Assert.Equal((null, "c", null), (part.EntryPoint, Assert.Single(part.Command!), part.WorkingDirectory));
    }

    private static FunctionConfiguration Show(FunctionSettings settings) => FunctionMapping.ToListItem(Version(settings), "arn");

    private static FunctionVersion Version(FunctionSettings settings)
    {
        var latest = FunctionExample.Active().Latest;
        return latest with { Current = latest.Current with { Settings = settings } };
    }
}
