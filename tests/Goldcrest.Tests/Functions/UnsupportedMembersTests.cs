using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Tests.Functions;

public sealed class UnsupportedMembersTests
{
    private const string Arn = "arn:aws:x:::y";

    public static TheoryData<string, CreateFunctionRequest> AskedAtCreation => new()
    {
        { "functions of container images", FunctionExample.Request with { PackageType = "Image" } },
        { "functions of container images", FunctionExample.Request with { Code = new FunctionCode { ImageUri = "i" } } },
        { "SourceKMSKeyArn", FunctionExample.Request with { Code = new FunctionCode { SourceKMSKeyArn = Arn } } },
        { "functions for arm64", FunctionExample.Request with { Architectures = ["arm64"] } },
        { "VpcConfig", FunctionExample.Request with { VpcConfig = new VpcConfig { SubnetIds = ["subnet-1"] } } },
        { "VpcConfig", FunctionExample.Request with { VpcConfig = new VpcConfig { SecurityGroupIds = ["sg-1"] } } },
        { "DeadLetterConfig", FunctionExample.Request with { DeadLetterConfig = new DeadLetterConfig { TargetArn = Arn } } },
        { "KMSKeyArn", FunctionExample.Request with { KMSKeyArn = Arn } },
        { "FileSystemConfigs", FunctionExample.Request with { FileSystemConfigs = [new FileSystemConfig { Arn = Arn, LocalMountPath = "/mnt/a" }] } },
        { "ImageConfig", FunctionExample.Request with { ImageConfig = new ImageConfig { Command = ["c"] } } },
        { "SnapStart", FunctionExample.Request with { SnapStart = new SnapStart { ApplyOn = "PublishedVersions" } } },
        { "CapacityProviderConfig", FunctionExample.Request with { CapacityProviderConfig = new CapacityProviderConfig() } },
        { "DurableConfig", FunctionExample.Request with { DurableConfig = new DurableConfig() } },
        { "TenancyConfig", FunctionExample.Request with { TenancyConfig = new TenancyConfig { TenantIsolationMode = "PER_TENANT" } } },
        { "PublishTo", FunctionExample.Request with { PublishTo = "LATEST_PUBLISHED" } },
    };

    [Theory]
    [MemberData(nameof(AskedAtCreation), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_had_yet_is_named(string what, CreateFunctionRequest request)
    {
        var refusal = SettingsReading.Create(request, FunctionExample.Key).Error;

        Assert.Equal((501, "NotImplementedException", $"Goldcrest does not support {what} yet."), (refusal!.Status, refusal.Code, refusal.Message));
    }

    [Fact]
    public void What_means_nothing_is_accepted()
    {
        var request = FunctionExample.Request with
        {
            PackageType = "Zip",
            Architectures = ["x86_64"],
            SnapStart = new SnapStart { ApplyOn = "None" },
            VpcConfig = new VpcConfig { SubnetIds = [], SecurityGroupIds = [], Ipv6AllowedForDualStack = false },
            DeadLetterConfig = new DeadLetterConfig { TargetArn = "" },
            KMSKeyArn = "",
            Layers = [],
            FileSystemConfigs = [],
            ImageConfig = new ImageConfig { Command = [], EntryPoint = [], WorkingDirectory = "" },
        };
        var update = new UpdateFunctionConfigurationRequest
        {
            FunctionName = "f",
            SnapStart = request.SnapStart,
            VpcConfig = new VpcConfig(),
            DeadLetterConfig = new DeadLetterConfig(),
            KMSKeyArn = "",
            Layers = [],
            FileSystemConfigs = [],
            ImageConfig = new ImageConfig(),
        };

        Assert.Equal(FunctionExample.Settings, SettingsReading.Create(request, FunctionExample.Key).Settings);
        Assert.Equal(FunctionExample.Settings, SettingsReading.Update(update, FunctionExample.Settings).Settings);
    }

    [Fact]
    public void An_update_names_what_cannot_be_had_yet()
    {
        Assert.Equal("VpcConfig", UnsupportedMembers.In(new UpdateFunctionConfigurationRequest { VpcConfig = new VpcConfig { SubnetIds = ["s"] } }));
        Assert.Equal("SnapStart", UnsupportedMembers.In(new UpdateFunctionConfigurationRequest { SnapStart = new SnapStart { ApplyOn = "PublishedVersions" } }));
        Assert.Equal("SourceKMSKeyArn", UnsupportedMembers.In(new UpdateFunctionCodeRequest { SourceKMSKeyArn = Arn }));
        Assert.Equal("functions for arm64", UnsupportedMembers.In(new UpdateFunctionCodeRequest { Architectures = ["arm64"] }));
        Assert.Equal("PublishTo", UnsupportedMembers.In(new UpdateFunctionCodeRequest { PublishTo = "LATEST_PUBLISHED" }));
    }
}
