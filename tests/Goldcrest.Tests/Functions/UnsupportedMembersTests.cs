using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;

namespace Goldcrest.Tests.Functions;

public sealed class UnsupportedMembersTests
{
    public static TheoryData<string, CreateFunctionRequest> AskedAtCreation => new()
    {
        { "CapacityProviderConfig", FunctionExample.Request with { CapacityProviderConfig = new CapacityProviderConfig() } },
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

        Assert.Equal(FunctionExample.Settings with { Vpc = VpcSettings.Detached }, SettingsReading.Create(request, FunctionExample.Key).Settings);
        Assert.Equal(FunctionExample.Settings, SettingsReading.Update(update, FunctionExample.Settings).Settings);
    }

    [Fact]
    public void An_update_of_code_names_what_cannot_be_had_yet()
    {
        Assert.Equal("PublishTo", UnsupportedMembers.In(new UpdateFunctionCodeRequest { PublishTo = "LATEST_PUBLISHED" }));
        Assert.Null(UnsupportedMembers.In(new UpdateFunctionCodeRequest { Architectures = ["arm64"], SourceKMSKeyArn = "arn:aws:x:::y" }));
    }
}
