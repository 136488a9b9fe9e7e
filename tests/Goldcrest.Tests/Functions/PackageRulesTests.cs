using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Functions;

public sealed class PackageRulesTests
{
    private static readonly UpdateFunctionConfigurationRequest Update = new() { FunctionName = "f" };
    private static readonly ImageConfig Words = new() { Command = ["c"] };

    [Fact]
    public void An_image_brings_its_own_runtime_handler_and_layers()
    {
        CreateFunctionRequest[] created =
        [
            FunctionExample.ImageRequest with { Runtime = "python3.12" },
            FunctionExample.ImageRequest with { Handler = "app.handler" },
            FunctionExample.ImageRequest with { Layers = ["l"] },
        ];
        UpdateFunctionConfigurationRequest[] updated =
            [Update with { Runtime = "python3.12" }, Update with { Handler = "app.handler" }, Update with { Layers = ["l"] }];

        Assert.All(created, request => Assert.Same(FunctionRefusals.ZipMembersForImage, Create(request)));
        Assert.All(updated, request => Assert.Same(FunctionRefusals.ZipMembersForImage, PackageRules.Refuse(request, FunctionExample.Image)));
        Assert.Null(Create(FunctionExample.ImageRequest with { Layers = [] }));
        Assert.Null(PackageRules.Refuse(Update with { Layers = [] }, FunctionExample.Image));
        Assert.Equal(
            "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.", FunctionRefusals.ZipMembersForImage.Message);
    }

    [Fact]
    public void Nobody_signs_an_image()
    {
        var request = FunctionExample.ImageRequest with { CodeSigningConfigArn = "arn:aws:x:::y" };

        Assert.Same(FunctionRefusals.SigningForImage, Create(request));
        Assert.Null(Create(request with { CodeSigningConfigArn = "" }));
    }

    [Fact]
    public void What_an_image_is_told_to_run_is_nothing_for_a_zip()
    {
        Assert.Same(FunctionRefusals.ImageConfigForZip, Create(FunctionExample.Request with { ImageConfig = Words }));
        Assert.Same(FunctionRefusals.ImageConfigForZip, PackageRules.Refuse(Update with { ImageConfig = Words }, FunctionExample.Settings));
        Assert.Null(Create(FunctionExample.ImageRequest with { ImageConfig = Words }));
        Assert.Null(PackageRules.Refuse(Update with { ImageConfig = Words }, FunctionExample.Image));
        Assert.Null(Create(FunctionExample.Request with { ImageConfig = new ImageConfig { Command = [], EntryPoint = [], WorkingDirectory = "" } }));
    }

    [Fact]
    public void A_durable_function_is_born_with_a_timeout_for_its_executions()
    {
        var refused = Create(FunctionExample.Request with { DurableConfig = new DurableConfig { RetentionPeriodInDays = 7 } });

        Assert.Equal("You cannot create a function with a durable configuration without an executionTimeout", refused!.Message);
        Assert.Null(Create(FunctionExample.Request with { DurableConfig = new DurableConfig { ExecutionTimeout = 60 } }));
    }

    [Fact]
    public void A_function_never_becomes_durable()
    {
        var wanted = Update with { DurableConfig = new DurableConfig { ExecutionTimeout = 60 } };

        Assert.Equal(
            "You cannot add a durable configuration to a function that was originally created with no durable configuration",
            PackageRules.Refuse(wanted, FunctionExample.Settings)!.Message);
        Assert.Null(PackageRules.Refuse(wanted, FunctionExample.Settings with { Durable = new DurableSettings(1, 1) }));
    }

    [Fact]
    public void A_function_never_moves_to_a_capacity_provider()
    {
        Assert.Equal(
            "CapacityProviderConfig isn't supported for Lambda Default functions.",
            PackageRules.Refuse(Update with { CapacityProviderConfig = new CapacityProviderConfig() }, FunctionExample.Settings)!.Message);
    }

    private static WireError? Create(CreateFunctionRequest request) => PackageRules.Refuse(request, request.PackageType == "Image");
}
