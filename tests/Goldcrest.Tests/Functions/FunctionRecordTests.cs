using Goldcrest.Core.Functions;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Records;

namespace Goldcrest.Tests.Functions;

public sealed class FunctionRecordTests
{
    [Fact]
    public void A_number_is_never_used_twice()
    {
        var function = FunctionExample.Published(2);

        var without = function with { Published = function.Published.Remove(2) };

        Assert.Equal("3", Publish(without).Version.Number);
        Assert.Equal("$LATEST 1 3", string.Join(' ', Publish(without).Function.Versions.Select(version => version.Number)));
    }

    [Theory]
    [InlineData(null, "$LATEST")]
    [InlineData("$LATEST", "$LATEST")]
    [InlineData("1", "1")]
    [InlineData("01", null)]
    [InlineData("+1", null)]
    [InlineData(" 1", null)]
    [InlineData("0", null)]
    [InlineData("3", null)]
    [InlineData("99999999999", null)]
    [InlineData("live", null)]
    [InlineData("$LATEST.PUBLISHED", null)]
    public void A_version_is_found_by_its_number_as_it_is_written(string? qualifier, string? number)
    {
        Assert.Equal(number, FunctionExample.Published(2).Find(qualifier)?.Number);
    }

    [Fact]
    public void A_published_version_is_frozen_and_latest_gets_a_new_revision()
    {
        var before = FunctionExample.Active();

        var (after, version) = before.Publish("frozen", FunctionPhase.Active, FunctionExample.Stamps.Next(), "new revision");
        var changed = FunctionExample.Described(after, "later");

        Assert.Equal("frozen", changed.Find("1")!.Current.Settings.Description);
        Assert.Equal(version, changed.Find("1"));
        Assert.Equal("new revision", after.Latest.RevisionId);
        Assert.NotEqual(before.Latest.Current.Id, version.Current.Id);
        Assert.Equal("", after.Latest.Current.Settings.Description);
    }

    [Fact]
    public void Nothing_has_changed_until_latest_does()
    {
        var published = Publish(FunctionExample.Active(), "a description of its own").Function;
        var same = FunctionExample.Settled(FunctionExample.Described(published, ""));

        Assert.Equal("1", published.FindUnchangedPublished()?.Number);
        Assert.Equal("1", same.FindUnchangedPublished()?.Number);
        Assert.Null(FunctionExample.Active().FindUnchangedPublished());
    }

    [Fact]
    public void Any_setting_and_the_code_make_a_difference()
    {
        var published = Publish(FunctionExample.Active()).Function;
        var settings = published.Latest.Current.Settings;
        FunctionSettings[] others =
        [
            settings with { Description = "d" },
            settings with { TimeoutSeconds = 4 },
            settings with { Environment = new Dictionary<string, string> { ["A"] = "1" } },
            settings with { Logging = settings.Logging with { Group = "g" } },
            settings with { Layers = [Layer] },
            settings with { Architecture = "arm64" },
            settings with { KeyArn = "key" },
            settings with { Vpc = Vpc },
            settings with { FileSystems = [new FileSystemMount("arn", "/mnt/a")] },
            settings with { DeadLetters = new DeadLetterTarget("arn") },
            settings with { SnapStart = SnapStartMode.PublishedVersions },
            settings with { Durable = new DurableSettings(60, 14) },
            settings with { Image = ImageSettings.AsBuilt },
        ];

        Assert.All(others, other => Assert.Null(Changed(published, other, FunctionExample.Code).FindUnchangedPublished()));
        Assert.Null(Changed(published, settings, FunctionExample.OtherCode).FindUnchangedPublished());
        Assert.NotNull(Changed(published, settings with { Environment = new Dictionary<string, string>() }, FunctionExample.Code).FindUnchangedPublished());
    }

    [Fact]
    public void Settings_that_are_said_again_are_no_change()
    {
        var rich = Changed(FunctionExample.Active(), Rich(), FunctionExample.Code);
        var published = Publish(FunctionExample.Settled(rich)).Function;

        Assert.Equal("1", Changed(published, Rich(), FunctionExample.Code with { }).FindUnchangedPublished()?.Number);
        Assert.Null(Changed(published, Rich(), FunctionExample.Code with { KeyArn = "key" }).FindUnchangedPublished());
        Assert.Null(Changed(published, Rich() with { Layers = [Layer, Layer] }, FunctionExample.Code).FindUnchangedPublished());

        static FunctionSettings Rich() => FunctionExample.Settings with
        {
            Layers = [Layer with { }],
            Vpc = Vpc with { SubnetIds = ["subnet-1", "subnet-2"] },
            FileSystems = [new FileSystemMount("arn", "/mnt/a")],
            DeadLetters = new DeadLetterTarget("arn"),
            Image = new ImageSettings(["e"], ["c"], "/w"),
        };
    }

    private static VpcSettings Vpc => new(["subnet-1"], ["sg-1"], AllowsIpv6: false);

    private static AttachedLayer Layer => new("arn:aws:lambda:us-east-1:000000000000:layer:l:1", FunctionExample.OtherCode, 12);

    private static (FunctionRecord Function, FunctionVersion Version) Publish(FunctionRecord function, string? description = null) =>
        function.Publish(description, FunctionPhase.Active, FunctionExample.Stamps.Next(), Revision.Next());

    private static FunctionRecord Changed(FunctionRecord function, FunctionSettings settings, CodeReference code) =>
        function.With(function.Latest.Change(settings, code, FunctionExample.Stamps.Next()));
}
