using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Storage;
using Goldcrest.Tests.Aliases;

namespace Goldcrest.Tests.Storage;

public sealed class StoredAttachmentsTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 21, 10, 11, 12, 345, 678, TimeSpan.Zero);

    private static FunctionAttachments Everything { get; } = new()
    {
        Aliases = FunctionAttachments.None.Aliases
            .Add("alone", TestFunctions.Alias("alone", "$LATEST"))
            .Add("both", TestFunctions.Alias("both", "1", new SharedTraffic("2", 0.25))),
        EventInvoke = FunctionAttachments.None.EventInvoke
            .Add("$LATEST", new EventInvokeSettings { EventAgeSeconds = 60, Retries = 0, OnSuccess = "arn:s", OnFailure = "arn:f", LastModified = Time })
            .Add("1", new EventInvokeSettings { LastModified = Time }),
        Urls = FunctionAttachments.None.Urls.Add("", new FunctionUrl { Id = "i", AuthType = "NONE", InvokeMode = "BUFFERED", Created = Time, LastModified = Time }),
        Provisioned = FunctionAttachments.None.Provisioned.Add("1", new ProvisionedConcurrency(3, Time)),
        RuntimeManagement = FunctionAttachments.None.RuntimeManagement.Add("1", new RuntimeManagement("Manual", "arn:r")),
        ReservedConcurrency = 0,
        RecursiveLoop = "Allow",
        CodeSigningConfigId = "csc-aaaaaaaaaaaaaaaaa",
    };

    [Fact]
    public void Everything_that_hangs_on_a_function_comes_back()
    {
        var read = StoredAttachments.Read(StoredAttachments.Write(Everything));

        Assert.Equal(Everything.Aliases, read.Aliases);
        Assert.Equal(Everything.EventInvoke, read.EventInvoke);
        Assert.Equal(Everything.Urls, read.Urls);
        Assert.Equal(Everything.Provisioned, read.Provisioned);
        Assert.Equal(Everything.RuntimeManagement, read.RuntimeManagement);
        Assert.Equal((0, "Allow", "csc-aaaaaaaaaaaaaaaaa"), (read.ReservedConcurrency, read.RecursiveLoop, read.CodeSigningConfigId));
    }

    [Fact]
    public void Cross_origin_rules_come_back_with_what_was_not_given_missing()
    {
        var rules = new CrossOriginRules { AllowOrigins = ["https://a.example"], AllowMethods = [], AllowCredentials = false, MaxAgeSeconds = 0 };
        var url = new FunctionUrl { Id = "i", AuthType = "AWS_IAM", Cors = rules, Created = Time, LastModified = Time };

        var read = StoredAttachments.Read(StoredAttachments.Write(FunctionAttachments.None with { Urls = FunctionAttachments.None.Urls.Add("live", url) }));

        Assert.Equivalent(rules, read.Urls["live"].Cors, strict: true);
        Assert.Null(read.Urls["live"].Cors!.AllowHeaders);
    }

    [Fact]
    public void What_an_earlier_release_did_not_write_has_its_default()
    {
        var read = StoredAttachments.Read("{}");

        Assert.Equal(("Terminate", null), (read.RecursiveLoop, read.ReservedConcurrency));
        Assert.True(read.Aliases.IsEmpty && read.Urls.IsEmpty);
    }
}
