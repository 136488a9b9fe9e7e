using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using WireEnvironment = Goldcrest.Wire.Lambda.Environment;

namespace Goldcrest.Tests.Functions;

public sealed class SettingsReadingTests
{
    [Fact]
    public void A_creation_fills_in_what_it_does_not_say()
    {
        var (settings, error) = SettingsReading.Create(FunctionExample.Request, FunctionExample.Key);

        Assert.Null(error);
        Assert.Equal(FunctionExample.Settings, settings);
        Assert.Equal((128, 3, 512, "x86_64", "PassThrough"),
            (settings!.MemoryMiB, settings.TimeoutSeconds, settings.EphemeralStorageMiB, settings.Architecture, settings.TracingMode));
    }

    [Fact]
    public void An_update_leaves_what_it_does_not_say()
    {
        var current = FunctionExample.Settings with
        {
            Description = "d",
            TimeoutSeconds = 7,
            MemoryMiB = 256,
            EphemeralStorageMiB = 1024,
            TracingMode = "Active",
            Environment = new Dictionary<string, string> { ["A"] = "1" },
            Logging = new LoggingSettings { Format = "JSON", Group = "/g", ApplicationLevel = "DEBUG", SystemLevel = "WARN" },
        };

        var unchanged = SettingsReading.Update(new UpdateFunctionConfigurationRequest { FunctionName = "f" }, current).Settings;
        var shorter = SettingsReading.Update(new UpdateFunctionConfigurationRequest { FunctionName = "f", Timeout = 1, Description = "" }, current).Settings;

        Assert.Equal(current, unchanged);
        Assert.Equal(current with { TimeoutSeconds = 1, Description = "" }, shorter);
    }

    [Fact]
    public void Every_member_of_a_creation_is_kept()
    {
        var request = FunctionExample.Request with
        {
            Runtime = "python3.13",
            Architectures = ["arm64"],
            KMSKeyArn = "arn:aws:kms:us-east-1:000000000000:key/k",
            VpcConfig = new VpcConfig { SubnetIds = ["subnet-1"], SecurityGroupIds = ["sg-1"] },
            FileSystemConfigs = [new FileSystemConfig { Arn = "arn", LocalMountPath = "/mnt/a" }],
            DeadLetterConfig = new DeadLetterConfig { TargetArn = "arn:aws:sqs:us-east-1:000000000000:q" },
            DurableConfig = new DurableConfig { ExecutionTimeout = 60 },
            TenancyConfig = new TenancyConfig { TenantIsolationMode = "PER_TENANT" },
        };

        var settings = SettingsReading.Create(request, FunctionExample.Key).Settings;

        var expected = FunctionExample.Settings with
        {
            Runtime = "python3.13",
            Architecture = "arm64",
            KeyArn = "arn:aws:kms:us-east-1:000000000000:key/k",
            Vpc = new VpcSettings(["subnet-1"], ["sg-1"], AllowsIpv6: false),
            FileSystems = [new FileSystemMount("arn", "/mnt/a")],
            DeadLetters = new DeadLetterTarget("arn:aws:sqs:us-east-1:000000000000:q"),
            Durable = new DurableSettings(60, 14),
            IsTenantIsolated = true,
        };
        Assert.Equal(expected, settings);
        Assert.Equal(expected, SettingsReading.Update(new UpdateFunctionConfigurationRequest { FunctionName = "f" }, expected).Settings);
    }

    [Fact]
    public void An_image_is_kept_without_runtime_and_handler()
    {
        var words = new ImageConfig { EntryPoint = ["/run"], Command = ["a"], WorkingDirectory = "/work" };

        var settings = SettingsReading.Create(FunctionExample.ImageRequest with { ImageConfig = words }, FunctionExample.Key).Settings;

        Assert.Equal(FunctionExample.Image with { Image = new ImageSettings(["/run"], ["a"], "/work") }, settings);
    }

    [Fact]
    public void Flaws_are_told()
    {
        var create = FunctionExample.Request with { DeadLetterConfig = new DeadLetterConfig { TargetArn = "arn:aws:x:::y" } };
        var update = new UpdateFunctionConfigurationRequest { FunctionName = "f", SnapStart = new SnapStart { ApplyOn = "PublishedVersions" } };

        Assert.StartsWith("Invalid dead letter queue ARN", SettingsReading.Create(create, FunctionExample.Key).Error!.Message, StringComparison.Ordinal);
        Assert.Equal(
            "python3.11 is not supported for SnapStart enabled functions.",
            SettingsReading.Update(update, FunctionExample.Settings with { Runtime = "python3.11" }).Error!.Message);
        Assert.Same(FunctionRefusals.ZipMembersForImage, SettingsReading.Update(update with { Handler = "h" }, FunctionExample.Image).Error);
    }

    [Fact]
    public void An_environment_is_replaced_as_a_whole()
    {
        var current = FunctionExample.Settings with { Environment = new Dictionary<string, string> { ["OLD"] = "1" } };
        var other = new Dictionary<string, string> { ["NEW"] = "2" };

        Assert.Same(other, Update(current, new WireEnvironment { Variables = other }).Environment);
        Assert.Empty(Update(current, new WireEnvironment { Variables = new Dictionary<string, string>() }).Environment!);
        Assert.Empty(Update(current, new WireEnvironment()).Environment!);
        Assert.Same(current.Environment, Update(current, null).Environment);
        Assert.Null(SettingsReading.Create(FunctionExample.Request, FunctionExample.Key).Settings!.Environment);
    }

    [Fact]
    public void Log_levels_come_with_json_and_go_with_text()
    {
        var text = FunctionExample.Settings;

        var json = Log(text, new LoggingConfig { LogFormat = "JSON", ApplicationLogLevel = "ERROR" });
        var back = Log(json, new LoggingConfig { LogFormat = "Text" });
        var group = Log(json, new LoggingConfig { LogGroup = "/other" });

        Assert.Equal(new LoggingSettings { Format = "JSON", Group = "/aws/lambda/f", ApplicationLevel = "ERROR", SystemLevel = "INFO" }, json.Logging);
        Assert.Equal(text.Logging, back.Logging);
        Assert.Equal(json.Logging with { Group = "/other" }, group.Logging);
    }

    [Fact]
    public void Text_has_no_log_levels()
    {
        const string Refusal =
            "LogLevel is not supported when LogFormat is set to \"Text\". Remove LogLevel from your request or change the LogFormat to \"Json\" and try again.";
        var json = Log(FunctionExample.Settings, new LoggingConfig { LogFormat = "JSON" });

        Assert.Equal(Refusal, SettingsReading.Create(FunctionExample.Request with { LoggingConfig = new LoggingConfig { SystemLogLevel = "WARN" } }, FunctionExample.Key).Error!.Message);
        Assert.Equal(Refusal, LogError(FunctionExample.Settings, new LoggingConfig { ApplicationLogLevel = "WARN" }));
        Assert.Equal(Refusal, LogError(json, new LoggingConfig { LogFormat = "Text", SystemLogLevel = "WARN" }));
        Assert.Null(LogError(json, new LoggingConfig { SystemLogLevel = "WARN" }));
    }

    [Theory]
    [InlineData(null, "app.handler")]
    [InlineData("python3.12", null)]
    public void A_zip_needs_a_runtime_and_a_handler(string? runtime, string? handler)
    {
        var (_, error) = SettingsReading.Create(FunctionExample.Request with { Runtime = runtime, Handler = handler }, FunctionExample.Key);

        Assert.Equal("Runtime and Handler are mandatory parameters for functions created with deployment packages.", error!.Message);
    }

    [Theory]
    [InlineData(10_240, 900, null)]
    [InlineData(10_241, 900, "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240")]
    [InlineData(10_240, 901, "'Timeout' value failed to satisfy constraint: Member must have value less than or equal to 900")]
    public void Memory_and_timeout_have_bounds_that_the_model_does_not_know(int memory, int timeout, string? refusal)
    {
        var created = SettingsReading.Create(FunctionExample.Request with { MemorySize = memory, Timeout = timeout }, FunctionExample.Key);
        var updated = SettingsReading.Update(
            new UpdateFunctionConfigurationRequest { FunctionName = "f", MemorySize = memory, Timeout = timeout }, FunctionExample.Settings);

        Assert.Equal(refusal, created.Error?.Message);
        Assert.Equal(refusal, updated.Error?.Message);
        Assert.Equal(refusal is null, created.Settings is not null);
    }

    private static FunctionSettings Update(FunctionSettings current, WireEnvironment? environment) =>
        SettingsReading.Update(new UpdateFunctionConfigurationRequest { FunctionName = "f", Environment = environment }, current).Settings!;

    private static string? LogError(FunctionSettings current, LoggingConfig logging) =>
        SettingsReading.Update(new UpdateFunctionConfigurationRequest { FunctionName = "f", LoggingConfig = logging }, current).Error?.Message;

    private static FunctionSettings Log(FunctionSettings current, LoggingConfig logging) =>
        SettingsReading.Update(new UpdateFunctionConfigurationRequest { FunctionName = "f", LoggingConfig = logging }, current).Settings!;
}
