using System.Text;
using System.Text.Json.Nodes;
using Goldcrest.Core.CodeSigning;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Server.CodeSigning;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;
using Goldcrest.Server.Tags;
using Goldcrest.Tests.Attached;
using Goldcrest.Tests.EventSources;
using Goldcrest.Tests.Functions;
using Goldcrest.Tests.Identity;
using Goldcrest.Tests.Wire;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;
using Microsoft.Extensions.DependencyInjection;
using CodeSigningConfig = Goldcrest.Core.CodeSigning.CodeSigningConfig;

namespace Goldcrest.Tests.CodeSigning;

/// <summary>The nine operations behind the real wire, over stores in memory.</summary>
public sealed class CodeSigningOperationTests : IAsyncLifetime
{
    private const string Configs = "/2020-04-22/code-signing-configs";
    private const string OfFunction = "/2020-06-30/functions/f/code-signing-config";
    private const string Profile = "arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/aaaaaaaaaa";
    private const string NoConfig = "arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-00000000000000000";
    private const string Plain = $$$"""{"AllowedPublishers":{"SigningProfileVersionArns":["{{{Profile}}}"]}}""";

    private readonly HandClock _clock = new(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));
    private readonly InMemoryRecords<FunctionKey, FunctionRecord> _store = new(function => function.Key);
    private readonly FunctionCatalog _functions;
    private readonly CodeSigningCatalog _catalog;
    private readonly ServiceProvider _services;

    public CodeSigningOperationTests()
    {
        _functions = new FunctionCatalog(_store, new FreedCode(_clock), TestCatalog.Ledger(), []);
        _catalog = new CodeSigningCatalog(new InMemoryRecords<CodeSigningKey, CodeSigningConfig>(config => config.Key));
        var (reads, writes) = (new CodeSigningReads(_catalog, _functions), new CodeSigningWrites(_catalog, _functions, _clock));
        _services = new ServiceCollection()
            .AddSingleton<IGetCodeSigningConfigHandler>(reads)
            .AddSingleton<IListCodeSigningConfigsHandler>(reads)
            .AddSingleton<IGetFunctionCodeSigningConfigHandler>(reads)
            .AddSingleton<IListFunctionsByCodeSigningConfigHandler>(reads)
            .AddSingleton<ICreateCodeSigningConfigHandler>(writes)
            .AddSingleton<IUpdateCodeSigningConfigHandler>(writes)
            .AddSingleton<IDeleteCodeSigningConfigHandler>(writes)
            .AddSingleton<IPutFunctionCodeSigningConfigHandler>(writes)
            .AddSingleton<IDeleteFunctionCodeSigningConfigHandler>(writes)
            .AddSingleton<ITaggables>(new CodeSigningTags(_catalog))
            .AddTags()
            .BuildServiceProvider();
    }

    public async ValueTask InitializeAsync() => await ChangeFunctionAsync(RecordChange<FunctionRecord, bool>.To(FunctionExample.Active(), true));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task A_configuration_warns_unless_told_otherwise_and_is_found_by_its_arn()
    {
        var made = (await DoAsync("POST", Configs, Plain, 201))["CodeSigningConfig"]!;

        var found = (await DoAsync("GET", $"{Configs}/{Uri.EscapeDataString((string)made["CodeSigningConfigArn"]!)}"))["CodeSigningConfig"]!;

        Assert.Matches("^csc-[a-z0-9]{17}$", (string?)made["CodeSigningConfigId"]);
        Assert.Equal("Warn", (string?)made["CodeSigningPolicies"]!["UntrustedArtifactOnDeployment"]);
        Assert.Equal("", (string?)made["Description"]);
        Assert.Equal("2026-11-21T10:00:00.000+0000", (string?)made["LastModified"]);
        Assert.True(JsonNode.DeepEquals(made, found));
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name()
    {
        var arn = await MakeAsync();
        _clock.Now = _clock.Now.AddHours(1);

        var changed = (await DoAsync("PUT", $"{Configs}/{Uri.EscapeDataString(arn)}", """{"CodeSigningPolicies":{"UntrustedArtifactOnDeployment":"Enforce"}}"""))["CodeSigningConfig"]!;

        Assert.Equal("Enforce", (string?)changed["CodeSigningPolicies"]!["UntrustedArtifactOnDeployment"]);
        Assert.Equal(Profile, (string?)changed["AllowedPublishers"]!["SigningProfileVersionArns"]![0]);
        Assert.Equal("2026-11-21T11:00:00.000+0000", (string?)changed["LastModified"]);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", "")]
    [InlineData("GET", "/functions")]
    public async Task A_configuration_that_nobody_made_is_not_found_in_the_services_words(string method, string tail)
    {
        var (status, code, error) = await RefusedAsync(method, $"{Configs}/{Uri.EscapeDataString(NoConfig)}{tail}", method == "PUT" ? "{}" : "");

        Assert.Equal((404, "ResourceNotFoundException"), (status, code));
        Assert.Equal($$"""{"Message":"The Lambda code signing configuration {{NoConfig}} can not be found."}""", error.ToJsonString());
    }

    [Fact]
    public async Task A_function_cannot_use_a_configuration_that_nobody_made()
    {
        var (status, code, error) = await RefusedAsync("PUT", OfFunction, $$"""{"CodeSigningConfigArn":"{{NoConfig}}"}""");

        Assert.Equal((404, "CodeSigningConfigNotFoundException"), (status, code));
        Assert.Equal("User", (string?)error["Type"]);
        Assert.Equal(
            $"The code signing configuration cannot be found. Check that the provided configuration is not deleted: {NoConfig}.", (string?)error["Message"]);
    }

    [Fact]
    public async Task A_function_of_an_image_uses_none()
    {
        var config = await MakeAsync();
        await ChangeFunctionAsync(RecordChange<FunctionRecord, bool>.To(FunctionExample.OfImage(), true));

        foreach (var (method, body) in new[] { ("PUT", $$"""{"CodeSigningConfigArn":"{{config}}"}"""), ("GET", ""), ("DELETE", "") })
        {
            var (status, code, error) = await RefusedAsync(method, OfFunction, body);

            Assert.Equal((400, "InvalidParameterValueException"), (status, code));
            Assert.Equal("Code signing is not supported for functions created with container images.", (string?)error["message"]);
        }
    }

    [Fact]
    public async Task A_function_uses_one_configuration_until_it_is_taken_away()
    {
        var (first, second) = (await MakeAsync(), await MakeAsync());

        var none = await DoAsync("GET", OfFunction);
        await DoAsync("PUT", OfFunction, $$"""{"CodeSigningConfigArn":"{{first}}"}""");
        var put = await DoAsync("PUT", OfFunction, $$"""{"CodeSigningConfigArn":"{{second}}"}""");
        var used = await DoAsync("GET", OfFunction);
        var uses = await DoAsync("GET", $"{Configs}/{Uri.EscapeDataString(second)}/functions");
        var (taken, again) = (await SendAsync("DELETE", OfFunction), await SendAsync("DELETE", OfFunction));

        Assert.Empty(none);
        Assert.Equal($$"""{"CodeSigningConfigArn":"{{second}}","FunctionName":"f"}""", put.ToJsonString());
        Assert.True(JsonNode.DeepEquals(put, used));
        Assert.Equal(MappingDesk.FunctionArn, (string?)Assert.Single(uses["FunctionArns"]!.AsArray()));
        Assert.Equal((204, 204), (taken.Status, again.Status));
        Assert.Empty(await DoAsync("GET", OfFunction));
    }

    [Fact]
    public async Task A_configuration_in_use_is_not_deleted_until_its_function_lets_go_or_is_gone()
    {
        var arn = await MakeAsync();
        await DoAsync("PUT", OfFunction, $$"""{"CodeSigningConfigArn":"{{arn}}"}""");

        var (status, code, _) = await RefusedAsync("DELETE", $"{Configs}/{Uri.EscapeDataString(arn)}");
        await ChangeFunctionAsync(RecordChange<FunctionRecord, bool>.Delete(true));
        var deleted = await SendAsync("DELETE", $"{Configs}/{Uri.EscapeDataString(arn)}");

        Assert.Equal((409, "ResourceConflictException"), (status, code));
        Assert.Equal(204, deleted.Status);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PUT", $$"""{"CodeSigningConfigArn":"{{NoConfig}}"}""")]
    [InlineData("DELETE", "")]
    public async Task A_function_that_nobody_made_is_not_found(string method, string body)
    {
        var (status, _, error) = await RefusedAsync(method, OfFunction.Replace("/f/", "/nobody/", StringComparison.Ordinal), body);

        Assert.Equal(404, status);
        Assert.Equal("Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody", (string?)error["Message"]);
    }

    [Fact]
    public async Task A_configuration_is_not_deleted_while_a_function_is_about_to_use_it()
    {
        var arn = await MakeAsync();
        var disk = new TaskCompletionSource();
        _store.Ready = disk.Task;

        var put = SendAsync("PUT", OfFunction, $$"""{"CodeSigningConfigArn":"{{arn}}"}""");
        var delete = SendAsync("DELETE", $"{Configs}/{Uri.EscapeDataString(arn)}");
        disk.SetResult();

        Assert.Equal((200, 409), ((await put).Status, (await delete).Status));
    }

    [Fact]
    public async Task Of_fifty_who_use_and_delete_a_configuration_at_once_none_is_left_with_what_is_gone()
    {
        for (var round = 0; round < 20; round++)
        {
            var arn = await MakeAsync();
            await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() => number % 2 == 0
                ? SendAsync("PUT", OfFunction, $$"""{"CodeSigningConfigArn":"{{arn}}"}""")
                : SendAsync("DELETE", $"{Configs}/{Uri.EscapeDataString(arn)}"))));

            var exists = (await SendAsync("GET", $"{Configs}/{Uri.EscapeDataString(arn)}")).Status == 200;
            Assert.Equal(exists, _functions.Users(CodeSigningKey.TryParse(arn)!.Value).Any());
        }
    }

    [Fact]
    public async Task A_configuration_can_be_tagged()
    {
        var arn = await MakeAsync();
        var tags = $"/2017-03-31/tags/{Uri.EscapeDataString(arn)}";

        var tagged = await SendAsync("POST", tags, """{"Tags":{"b":"2"}}""");
        var unknown = await RefusedAsync("GET", $"/2017-03-31/tags/{Uri.EscapeDataString(NoConfig)}");

        Assert.Equal((204, 404), (tagged.Status, unknown.Status));
        Assert.Equal("""{"Tags":{"b":"2"}}""", (await DoAsync("GET", tags)).ToJsonString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Pages_hold_every_configuration_once(int size)
    {
        var all = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            all.Add(await MakeAsync());
        }

        var seen = new List<string>();
        string? marker = null;
        do
        {
            var page = await DoAsync("GET", $"{Configs}?MaxItems={size}" + (marker is null ? "" : $"&Marker={Uri.EscapeDataString(marker)}"));
            seen.AddRange(page["CodeSigningConfigs"]!.AsArray().Select(config => (string)config!["CodeSigningConfigArn"]!));
            marker = (string?)page["NextMarker"];
        }
        while (marker is not null);

        Assert.Equal(all.Order(StringComparer.Ordinal), seen);
    }

    [Theory]
    [InlineData("""{"AllowedPublishers":{"SigningProfileVersionArns":[]}}""")]
    [InlineData("""{"AllowedPublishers":{}}""")]
    [InlineData("""{"AllowedPublishers":{"SigningProfileVersionArns":["x"]}}""")]
    [InlineData("""{"AllowedPublishers":{"SigningProfileVersionArns":[null]}}""")]
    [InlineData("{}")]
    public async Task A_configuration_without_publishers_is_refused(string body) =>
        Assert.Equal(400, (await RefusedAsync("POST", Configs, body)).Status);

    private Task<bool> ChangeFunctionAsync(RecordChange<FunctionRecord, bool> change) =>
        _functions.ChangeAsync(FunctionExample.Key, _ => change, TestContext.Current.CancellationToken);

    private async Task<string> MakeAsync() => (string)(await DoAsync("POST", Configs, Plain, 201))["CodeSigningConfig"]!["CodeSigningConfigArn"]!;

    private Task<WireResponse> SendAsync(string method, string target, string body = "") =>
        LambdaCall.SendAsync(_services, method, target, Encoding.UTF8.GetBytes(body));

    private async Task<JsonObject> DoAsync(string method, string target, string body = "", int status = 200)
    {
        var response = await SendAsync(method, target, body);

        Assert.True(response.Status == status, LambdaCall.Text(response));
        return JsonNode.Parse(response.Body.Span)!.AsObject();
    }

    private async Task<(int Status, string? Code, JsonObject Error)> RefusedAsync(string method, string target, string body = "")
    {
        var response = await SendAsync(method, target, body);
        return (response.Status, LambdaCall.ErrorType(response), JsonNode.Parse(response.Body.Span)!.AsObject());
    }
}
