using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Urls;
using Goldcrest.Tests.Aliases;
using Goldcrest.Tests.Identity;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using static Goldcrest.Tests.Attached.TestCatalog;

namespace Goldcrest.Tests.Urls;

public sealed class FunctionUrlTests
{
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:hello";

    private readonly HandClock _clock = new(Now);

    private static FunctionRecord Function => TestFunctions.Function(versions: 1, aliases: TestFunctions.Alias("live", "1"));

    [Theory]
    [InlineData(null, Arn)]
    [InlineData("live", $"{Arn}:live")]
    public async Task A_function_and_each_of_its_aliases_can_have_a_URL(string? qualifier, string arn)
    {
        var made = (await CreateAsync(await OfAsync(Function), new() { FunctionName = "hello", Qualifier = qualifier, AuthType = "NONE" })).Output!;

        Assert.Matches("^http://[a-z0-9]{32}\\.lambda-url\\.us-east-1\\.localhost:4566/$", made.FunctionUrl);
        Assert.InRange(made.FunctionUrl!.Length, 40, 100);
        Assert.Equal((arn, "NONE", "2026-11-21T10:11:12.345678Z", null, null), (made.FunctionArn, made.AuthType, made.CreationTime, made.InvokeMode, made.Cors));
    }

    [Fact]
    public async Task A_function_of_tenants_has_no_URL()
    {
        var latest = Function.Latest;
        var isolated = Function.With(latest with { Current = latest.Current with { Settings = latest.Current.Settings with { IsTenantIsolated = true } } });

        var made = await CreateAsync(await OfAsync(isolated), new() { FunctionName = "hello", AuthType = "NONE" });

        Assert.Equal(BadParameter("Function URLs are not supported for functions with tenant isolation mode."), Seen(made));
    }

    [Fact]
    public async Task No_two_URLs_are_the_same()
    {
        var catalog = await OfAsync(Function);

        var one = await CreateAsync(catalog, new() { FunctionName = "hello", AuthType = "NONE" });
        var other = await CreateAsync(catalog, new() { FunctionName = "hello", Qualifier = "live", AuthType = "NONE" });

        Assert.NotEqual(one.Output!.FunctionUrl, other.Output!.FunctionUrl);
    }

    [Theory]
    [InlineData(null, Arn)]
    [InlineData("live", $"{Arn}:live")]
    public async Task A_second_URL_is_refused_in_the_recorded_words(string? qualifier, string arn)
    {
        var catalog = await OfAsync(Function);
        await CreateAsync(catalog, new() { FunctionName = "hello", Qualifier = qualifier, AuthType = "NONE" });

        var second = await CreateAsync(catalog, new() { FunctionName = "hello", Qualifier = qualifier, AuthType = "NONE" });

        Assert.Equal(
            Conflict($"Failed to create function url config for [functionArn = {arn}]. Error message:  FunctionUrlConfig exists for this Lambda function"),
            Seen(second));
    }

    [Theory]
    [InlineData("doesnotexist", null)]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:doesnotexist", null)]
    [InlineData("hello", "noalias")]
    [InlineData("hello:1", null)]
    public async Task What_is_not_there_is_told_in_two_ways(string name, string? qualifier)
    {
        var catalog = await OfAsync(Function);

        Assert.Equal(NotFound("Function does not exist"), Seen(await CreateAsync(catalog, new() { FunctionName = name, Qualifier = qualifier, AuthType = "NONE" })));
        Assert.Equal(NotFound("Function does not exist"), Seen(await UpdateAsync(catalog, new() { FunctionName = name, Qualifier = qualifier })));
        Assert.Equal(NotFound("The resource you requested does not exist."), Seen(await GetAsync(catalog, name, qualifier)));
        Assert.Equal(NotFound("The resource you requested does not exist."), Seen(await DeleteAsync(catalog, name, qualifier)));
    }

    [Fact]
    public async Task A_function_without_a_URL_has_none_to_show_change_or_delete()
    {
        var catalog = await OfAsync(Function);

        Assert.Equal(NotFound("The resource you requested does not exist."), Seen(await UpdateAsync(catalog, new() { FunctionName = "hello" })));
        Assert.Equal(NotFound("The resource you requested does not exist."), Seen(await GetAsync(catalog, "hello", null)));
        Assert.Equal(NotFound("The resource you requested does not exist."), Seen(await DeleteAsync(catalog, "hello", null)));
    }

    [Fact]
    public async Task A_change_keeps_the_address_and_what_it_does_not_name()
    {
        var catalog = await OfAsync(Function);
        var made = (await CreateAsync(catalog, new() { FunctionName = "hello", AuthType = "NONE", Cors = new() { AllowOrigins = ["*"], MaxAge = 60 } })).Output!;
        _clock.Now += TimeSpan.FromSeconds(1);

        var changed = (await UpdateAsync(catalog, new() { FunctionName = "hello", AuthType = "AWS_IAM" })).Output!;
        var shown = (await GetAsync(catalog, "hello", null)).Output!;

        Assert.Equal((made.FunctionUrl, "AWS_IAM", made.CreationTime, "2026-11-21T10:11:13.345678Z", null), (changed.FunctionUrl, changed.AuthType, changed.CreationTime, changed.LastModifiedTime, changed.InvokeMode));
        Assert.Equal((changed.FunctionUrl, "AWS_IAM", changed.LastModifiedTime, "BUFFERED", 60), (shown.FunctionUrl, shown.AuthType, shown.LastModifiedTime, shown.InvokeMode, shown.Cors!.MaxAge));
    }

    [Fact]
    public async Task The_invoke_mode_that_was_set_is_always_shown()
    {
        var catalog = await OfAsync(Function);

        var made = await CreateAsync(catalog, new() { FunctionName = "hello", AuthType = "NONE", InvokeMode = "RESPONSE_STREAM" });
        var changed = await UpdateAsync(catalog, new() { FunctionName = "hello", AuthType = "NONE" });

        Assert.Equal(("RESPONSE_STREAM", "RESPONSE_STREAM"), (made.Output!.InvokeMode, changed.Output!.InvokeMode));
    }

    [Fact]
    public async Task Empty_cross_origin_rules_take_the_rules_away()
    {
        var catalog = await OfAsync(Function);
        await CreateAsync(catalog, new() { FunctionName = "hello", AuthType = "NONE", Cors = new() { AllowOrigins = ["*"] } });

        var changed = await UpdateAsync(catalog, new() { FunctionName = "hello", Cors = new() });

        Assert.Null(changed.Output!.Cors);
    }

    [Fact]
    public async Task Cross_origin_rules_come_back_as_they_were_given()
    {
        var cors = new Cors { AllowCredentials = true, AllowHeaders = ["x-a"], AllowMethods = ["GET", "*"], AllowOrigins = ["https://a.example"], ExposeHeaders = ["x-b"], MaxAge = 0 };

        var made = await CreateAsync(await OfAsync(Function), new() { FunctionName = "hello", AuthType = "NONE", Cors = cors });

        Assert.Equivalent(cors, made.Output!.Cors, strict: true);
    }

    public static TheoryData<Cors, string> BadCors => new()
    {
        { new Cors { AllowMethods = ["GET"] }, "You can't leave AllowOrigins as empty when Cors is enabled." },
        { new Cors { AllowOrigins = [], MaxAge = 1 }, "You can't leave AllowOrigins as empty when Cors is enabled." },
        { new Cors { AllowOrigins = ["*"], AllowMethods = ["GET", "FOO"] }, "The method FOO is not valid in AllowMethods. You can use GET, PUT, POST, DELETE, HEAD, PATCH, *." },
        { new Cors { AllowOrigins = ["*"], AllowMethods = ["get"] }, "The method get is not valid in AllowMethods. You can use GET, PUT, POST, DELETE, HEAD, PATCH, *." },
    };

    [Theory]
    [MemberData(nameof(BadCors))]
    public async Task Cross_origin_rules_that_cannot_be_are_refused(Cors cors, string message)
    {
        var made = await CreateAsync(await OfAsync(Function), new() { FunctionName = "hello", AuthType = "NONE", Cors = cors });

        Assert.Equal(BadParameter(message), Seen(made));
    }

    [Fact]
    public async Task URLs_are_listed_in_pages_the_functions_own_first()
    {
        var catalog = await OfAsync(Function);
        await CreateAsync(catalog, new() { FunctionName = "hello", Qualifier = "live", AuthType = "NONE" });
        await CreateAsync(catalog, new() { FunctionName = "hello", AuthType = "NONE" });

        var first = await ListAsync(catalog, "hello", null);
        var second = await ListAsync(catalog, "hello", first.Output!.NextMarker);

        Assert.Equal([(Arn, "BUFFERED")], first.Output.FunctionUrlConfigs!.Select(url => (url.FunctionArn!, url.InvokeMode!)));
        Assert.Equal([($"{Arn}:live", "BUFFERED")], second.Output!.FunctionUrlConfigs!.Select(url => (url.FunctionArn!, url.InvokeMode!)));
        Assert.Null(second.Output.NextMarker);
    }

    [Fact]
    public async Task A_list_of_no_function_is_refused()
    {
        Assert.Equal(NotFound("Function does not exist"), Seen(await ListAsync(await OfAsync(), "hello", null)));
    }

    [Fact]
    public async Task A_deleted_URL_is_gone_and_another_one_has_another_address()
    {
        var catalog = await OfAsync(Function);
        var made = await CreateAsync(catalog, new() { FunctionName = "hello", AuthType = "NONE" });

        await DeleteAsync(catalog, "hello", null);
        var again = await CreateAsync(catalog, new() { FunctionName = "hello", AuthType = "NONE" });

        Assert.NotEqual(made.Output!.FunctionUrl, again.Output!.FunctionUrl);
    }

    private async Task<WireResult<CreateFunctionUrlConfigResponse>> CreateAsync(FunctionCatalog catalog, CreateFunctionUrlConfigRequest request) =>
        await new UrlWrites(catalog, _clock).CreateFunctionUrlConfigAsync(request, Context, TestContext.Current.CancellationToken);

    private async Task<WireResult<UpdateFunctionUrlConfigResponse>> UpdateAsync(FunctionCatalog catalog, UpdateFunctionUrlConfigRequest request) =>
        await new UrlWrites(catalog, _clock).UpdateFunctionUrlConfigAsync(request, Context, TestContext.Current.CancellationToken);

    private async Task<WireResult<NoOutput>> DeleteAsync(FunctionCatalog catalog, string name, string? qualifier) =>
        await new UrlWrites(catalog, _clock).DeleteFunctionUrlConfigAsync(
            new DeleteFunctionUrlConfigRequest { FunctionName = name, Qualifier = qualifier }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<GetFunctionUrlConfigResponse>> GetAsync(FunctionCatalog catalog, string name, string? qualifier) =>
        await new UrlReads(catalog).GetFunctionUrlConfigAsync(
            new GetFunctionUrlConfigRequest { FunctionName = name, Qualifier = qualifier }, Context, TestContext.Current.CancellationToken);

    private static async Task<WireResult<ListFunctionUrlConfigsResponse>> ListAsync(FunctionCatalog catalog, string name, string? marker) =>
        await new UrlReads(catalog).ListFunctionUrlConfigsAsync(
            new ListFunctionUrlConfigsRequest { FunctionName = name, MaxItems = 1, Marker = marker }, Context, TestContext.Current.CancellationToken);
}
