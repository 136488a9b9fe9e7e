using System.Text.Json.Nodes;
using Goldcrest.Server.Code;
using Goldcrest.Server.CodeSigning;
using Goldcrest.Server.Functions;
using Goldcrest.Tests.Functions;
using Goldcrest.Tests.Pool;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Goldcrest.Tests.CodeSigning;

/// <summary>What a code signing configuration does to deployments.</summary>
public sealed class DeploymentSigningTests : IAsyncLifetime
{
    private const string Job = "arn:aws:signer:us-east-1:000000000000:/signing-jobs/6357e0b2-0e6a-4b86-a0b4-70df934c2e31";
    private const string RevokedJob = "arn:aws:signer:us-east-1:000000000000:/signing-jobs/00000000-0e6a-4b86-a0b4-70df934c2e31";
    private const string Configs = "/2020-04-22/code-signing-configs";
    private const string NoConfig = "arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-00000000000000000";
    private const string Untrusted =
        "Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. Check the provided signature for ";

    private readonly string _directory = Directory.CreateTempSubdirectory("goldcrest-deploy-").FullName;
    private readonly SigningProfile _profile = SigningProfile.Make("000000000000", "us-east-1", "local", FunctionNode.Start);
    private readonly SigningProfile _other = SigningProfile.Make("000000000000", "us-east-1", "other", FunctionNode.Start);
    private FunctionNode _node = null!;

    private static string FunctionArn => FunctionExample.Key.Arn;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(FunctionNode.Signing(_directory));
        await File.WriteAllTextAsync(Path.Combine(FunctionNode.Signing(_directory), "local.crt"), _profile.Certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(FunctionNode.Signing(_directory), "other.crt"), _other.Certificate.ExportCertificatePem());
        _node = await FunctionNode.OpenAsync(_directory);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _profile.Dispose();
        _other.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_signed_function_shows_its_signature_wherever_its_configuration_is_shown()
    {
        var config = await ConfigAsync("Enforce");

        var made = await _node.MakeAsync("f", Signed(), ("CodeSigningConfigArn", config), ("Publish", true));

        var shown = new List<JsonObject>
        {
            made,
            (await _node.AskAsync("GET", $"{FunctionNode.Functions}/f"))["Configuration"]!.AsObject(),
            await _node.AskAsync("GET", $"{FunctionNode.Functions}/f/configuration?Qualifier=1"),
            (await _node.AskAsync("GET", FunctionNode.Functions))["Functions"]![0]!.AsObject(),
            (await _node.AskAsync("GET", $"{FunctionNode.Functions}/f/versions"))["Versions"]![1]!.AsObject(),
            await _node.AskAsync("PUT", $"{FunctionNode.Functions}/f/configuration", new JsonObject { ["Description"] = "d" }),
        };
        Assert.All(shown, configuration => Assert.Equal((_profile.Arn, Job), Signature(configuration)));
        Assert.Equal(config, (string?)(await _node.AskAsync("GET", "/2020-06-30/functions/f/code-signing-config"))["CodeSigningConfigArn"]);
    }

    [Fact]
    public async Task A_restart_keeps_signatures_and_links()
    {
        var config = await ConfigAsync("Enforce");
        var layer = await _node.PublishLayerAsync("l", Signed("layer"));
        await _node.MakeAsync("f", Signed(), ("CodeSigningConfigArn", config), ("Layers", new JsonArray((string?)layer["LayerVersionArn"])));
        var before = (await _node.AskAsync("GET", $"{FunctionNode.Functions}/f/configuration")).ToJsonString();

        await _node.DisposeAsync();
        _node = await FunctionNode.OpenAsync(_directory);

        Assert.Equal(before, (await _node.AskAsync("GET", $"{FunctionNode.Functions}/f/configuration")).ToJsonString());
        Assert.Equal((_profile.Arn, Job), Signature((await _node.AskAsync("GET", "/2018-10-31/layers/l/versions/1"))["Content"]!.AsObject()));
        Assert.Equal("CodeVerificationFailedException", (await UpdateAsync(FunctionNode.Zip())).Code);
        Assert.Equal(409, (await _node.RefusedAsync("DELETE", Of(config))).Status);
    }

    [Theory]
    [InlineData("unsigned", "CodeVerificationFailedException", null)]
    [InlineData("foreign", "CodeVerificationFailedException", null)]
    [InlineData("expired", "CodeVerificationFailedException", null)]
    [InlineData("revoked", "CodeVerificationFailedException", null)]
    [InlineData("tampered", "InvalidCodeSignatureException", "InvalidCodeSignatureException")]
    [InlineData("unknown", "InvalidCodeSignatureException", "InvalidCodeSignatureException")]
    public async Task Code_in_doubt_is_refused_when_that_is_enforced_and_broken_code_always(string deed, string enforced, string? warned)
    {
        var (enforcing, warning) = (await ConfigAsync("Enforce"), await ConfigAsync("Warn"));
        await _node.MakeAsync("f", Signed(), ("CodeSigningConfigArn", enforcing));
        var zip = await SpoiltAsync(deed);

        var made = await _node.RefusedAsync("POST", FunctionNode.Functions, FunctionNode.Making("g", zip, ("CodeSigningConfigArn", enforcing)));
        var updated = await UpdateAsync(zip);
        var dry = await UpdateAsync(zip, ("DryRun", true));
        var warnedOf = await _node.RefusedAsync("POST", FunctionNode.Functions, FunctionNode.Making("w", zip, ("CodeSigningConfigArn", warning)));

        Assert.Equal((enforced, enforced, enforced, warned), (made.Code, updated.Code, dry.Code, warnedOf.Code));
        Assert.Equal((400, 400), (made.Status, updated.Status));
        if (warned is null)
        {
            Assert.Equal((Untrusted + "g.", $"{Untrusted}{FunctionArn}."), (made.Message, updated.Message));
        }
    }

    [Fact]
    public async Task A_refused_function_leaves_nothing_behind()
    {
        var config = await ConfigAsync("Enforce");

        var (_, code, _) = await _node.RefusedAsync(
            "POST", FunctionNode.Functions, FunctionNode.Making("f", FunctionNode.Zip(), ("CodeSigningConfigArn", config), ("Publish", true)));

        Assert.Equal("CodeVerificationFailedException", code);
        Assert.Equal(404, (await _node.RefusedAsync("GET", $"{FunctionNode.Functions}/f")).Status);
        Assert.Empty((await _node.AskAsync("GET", $"{Of(config)}/functions"))["FunctionArns"]!.AsArray());
        Assert.Equal(0, (long?)(await _node.AskAsync("GET", "/2016-08-19/account-settings"))["AccountUsage"]!["TotalCodeSize"]);
        _node.Clock.Now += CodeCollector.Grace;
        Assert.Equal(1, await Collector.CollectFreedAsync(TestContext.Current.CancellationToken));
        Assert.Equal(204, (await _node.SendAsync("DELETE", Of(config))).Status);
    }

    [Fact]
    public async Task A_function_that_was_deleted_leaves_no_link_to_its_successor()
    {
        var config = await ConfigAsync("Enforce");
        await _node.MakeAsync("f", Signed(), ("CodeSigningConfigArn", config));
        await _node.SendAsync("DELETE", $"{FunctionNode.Functions}/f");

        var again = await _node.MakeAsync("f", FunctionNode.Zip());

        Assert.Equal((null, null), Signature(again));
        Assert.Empty(await _node.AskAsync("GET", "/2020-06-30/functions/f/code-signing-config"));
    }

    [Fact]
    public async Task A_function_cannot_be_made_with_a_configuration_that_is_not_there()
    {
        var refused = await _node.RefusedAsync("POST", FunctionNode.Functions, FunctionNode.Making("f", Signed(), ("CodeSigningConfigArn", NoConfig)));

        Assert.Equal(
            (404, "CodeSigningConfigNotFoundException", $"The code signing configuration cannot be found. Check that the provided configuration is not deleted: {NoConfig}."),
            refused);
        Assert.Equal(404, (await _node.RefusedAsync("GET", $"{FunctionNode.Functions}/f")).Status);
    }

    [Fact]
    public async Task A_configuration_put_on_a_function_leaves_its_code_alone_until_the_next_deployment()
    {
        var config = await ConfigAsync("Enforce");
        await _node.MakeAsync("f", FunctionNode.Zip());

        await _node.AskAsync("PUT", "/2020-06-30/functions/f/code-signing-config", new JsonObject { ["CodeSigningConfigArn"] = config });
        await _node.AskAsync("PUT", $"{FunctionNode.Functions}/f/configuration", new JsonObject { ["Description"] = "d" });
        await _node.SettleAsync("f");
        await _node.AskAsync("POST", $"{FunctionNode.Functions}/f/versions", []);
        var refused = await UpdateAsync(FunctionNode.Zip("other"));
        var same = await UpdateAsync(FunctionNode.Zip());
        await _node.SendAsync("DELETE", "/2020-06-30/functions/f/code-signing-config");

        Assert.Equal(("CodeVerificationFailedException", "CodeVerificationFailedException"), (refused.Code, same.Code));
        Assert.Equal(200, (await UpdateAsync(FunctionNode.Zip("other"))).Status);
    }

    [Fact]
    public async Task What_was_signed_once_may_be_revoked_later_and_is_not_deployed_again()
    {
        await _node.MakeAsync("f", Signed(), ("CodeSigningConfigArn", await ConfigAsync("Enforce")));
        var before = await UpdateAsync(Signed("second"));
        await _node.SettleAsync("f");

        await File.WriteAllTextAsync(Path.Combine(FunctionNode.Signing(_directory), "revoked"), _profile.Arn + "\n", TestContext.Current.CancellationToken);

        Assert.Equal((200, "CodeVerificationFailedException"), (before.Status, (await UpdateAsync(Signed("third"))).Code));
    }

    [Fact]
    public async Task A_signature_that_somebody_trusted_made_is_shown_without_a_configuration_too()
    {
        var (signed, foreign) = (await _node.MakeAsync("f", Signed()), await _node.MakeAsync("g", await SpoiltAsync("unknown")));

        Assert.Equal((_profile.Arn, Job), Signature(signed));
        Assert.Equal((null, null), Signature(foreign));
    }

    [Theory]
    [InlineData("unsigned", "CodeVerificationFailedException")]
    [InlineData("foreign", "CodeVerificationFailedException")]
    [InlineData("expired", "CodeVerificationFailedException")]
    [InlineData("revoked", "CodeVerificationFailedException")]
    [InlineData("tampered", "InvalidCodeSignatureException")]
    public async Task A_layer_has_to_be_signed_like_the_function_that_gets_it(string deed, string code)
    {
        var config = await ConfigAsync("Enforce");
        await _node.MakeAsync("f", Signed(), ("CodeSigningConfigArn", config));
        var layer = (string?)(await _node.PublishLayerAsync("l", await SpoiltAsync(deed)))["LayerVersionArn"];

        var updated = await UpdateLayersAsync(layer);
        var made = await _node.RefusedAsync(
            "POST", FunctionNode.Functions, FunctionNode.Making("g", Signed("own"), ("CodeSigningConfigArn", config), ("Layers", new JsonArray(layer))));

        Assert.Equal((400, code, 400, code), (updated.Status, updated.Code, made.Status, made.Code));
        Assert.Equal((updated.Message, 404), (made.Message, (await _node.RefusedAsync("GET", $"{FunctionNode.Functions}/g")).Status));
        Assert.True(code != "CodeVerificationFailedException" || updated.Message == $"{Untrusted}{layer}.");
    }

    [Fact]
    public async Task A_signed_layer_may_be_added_and_all_may_be_taken_away()
    {
        await _node.MakeAsync("f", Signed(), ("CodeSigningConfigArn", await ConfigAsync("Enforce")));
        var layer = (string?)(await _node.PublishLayerAsync("l", Signed("layer")))["LayerVersionArn"];

        var added = await UpdateLayersAsync(layer);
        await _node.SettleAsync("f");

        Assert.Equal((200, 200), (added.Status, (await UpdateLayersAsync()).Status));
    }

    [Fact]
    public async Task Layers_show_who_signed_them_and_stay_when_only_code_is_new()
    {
        var layer = await _node.PublishLayerAsync("l", Signed("layer"));
        var unsigned = await _node.PublishLayerAsync("u", FunctionNode.Zip("layer"));
        await _node.MakeAsync("f", FunctionNode.Zip(), ("Layers", new JsonArray((string?)layer["LayerVersionArn"], (string?)unsigned["LayerVersionArn"])));
        await _node.AskAsync("PUT", "/2020-06-30/functions/f/code-signing-config", new JsonObject { ["CodeSigningConfigArn"] = await ConfigAsync("Enforce") });

        var updated = await UpdateAsync(Signed());

        var attached = (await _node.AskAsync("GET", $"{FunctionNode.Functions}/f/configuration"))["Layers"]!.AsArray();
        Assert.Equal((_profile.Arn, Job), Signature(layer["Content"]!.AsObject()));
        Assert.Equal((null, null), Signature(unsigned["Content"]!.AsObject()));
        Assert.Equal([(_profile.Arn, Job), (null, null)], attached.Select(shown => Signature(shown!.AsObject())));
        Assert.Equal(200, updated.Status);
    }

    [Fact]
    public async Task Of_those_who_make_functions_and_delete_the_configuration_at_once_no_function_is_left_with_what_is_gone()
    {
        var code = Path.Combine(_directory, "code");
        for (var round = 0; round < 10; round++)
        {
            var config = await ConfigAsync("Enforce");
            var names = Enumerable.Range(0, 4).Select(number => $"f{round}-{number}").ToList();
            var before = Directory.GetFiles(code, "*.zip").Length;

            var making = names.Select(name => Task.Run(() => _node.SendAsync(
                "POST", FunctionNode.Functions, FunctionNode.Making(name, Signed(), ("CodeSigningConfigArn", config))))).ToList();
            // From here on some are just about to be linked.
            await Until.TrueAsync(() => Directory.GetFiles(code, "*.zip").Length > before);
            await Task.WhenAll([.. making, Task.Run(() => _node.SendAsync("DELETE", Of(config)))]);

            var exists = (await _node.SendAsync("GET", Of(config))).Status == 200;
            var made = names.Count(name => _node.Get<IFunctionCatalog>().Find(FunctionExample.Key with { Name = name }) is not null);
            Assert.Equal(exists ? names.Count : 0, made);
        }
    }

    private CodeCollector Collector => _node.Get<IEnumerable<IHostedService>>().OfType<CodeCollector>().Single();

    private static string Of(string config) => $"{Configs}/{Uri.EscapeDataString(config)}";

    private static (string? Profile, string? Job) Signature(JsonObject shown) => ((string?)shown["SigningProfileVersionArn"], (string?)shown["SigningJobArn"]);

    private async Task<string> ConfigAsync(string policy)
    {
        var made = await _node.AskAsync("POST", Configs, new JsonObject
        {
            ["AllowedPublishers"] = new JsonObject { ["SigningProfileVersionArns"] = new JsonArray(_profile.Arn) },
            ["CodeSigningPolicies"] = new JsonObject { ["UntrustedArtifactOnDeployment"] = policy },
        });
        return (string)made["CodeSigningConfig"]!["CodeSigningConfigArn"]!;
    }

    private byte[] Signed(string content = "x = 1", SigningProfile? by = null, DateTimeOffset? expires = null) =>
        CodeSigner.Sign(FunctionNode.Zip(content), by ?? _profile, Job, expires, FunctionNode.Start);

    private async Task<byte[]> SpoiltAsync(string deed)
    {
        switch (deed)
        {
            case "unsigned":
                return FunctionNode.Zip("spoilt");
            case "foreign":
                return Signed("spoilt", _other);
            case "expired":
                return Signed("spoilt", expires: FunctionNode.Start);
            case "revoked":
                await File.WriteAllTextAsync(Path.Combine(FunctionNode.Signing(_directory), "revoked"), RevokedJob + "\n");
                return CodeSigner.Sign(FunctionNode.Zip("spoilt"), _profile, RevokedJob, null, FunctionNode.Start);
            case "unknown":
                using (var stranger = SigningProfile.Make("000000000000", "us-east-1", "stranger", FunctionNode.Start))
                {
                    return Signed("spoilt", stranger);
                }

            default:
                var entries = Zips.Read(Signed("spoilt"));
                return Zips.Of(entries.Select(entry => entry.Name == "app.py" ? (entry.Name, "evil"u8.ToArray()) : entry));
        }
    }

    private Task<(int Status, string? Code, string? Message)> UpdateAsync(byte[] zip, params (string Name, JsonNode Value)[] members)
    {
        var body = FunctionNode.Code(zip);
        foreach (var (name, value) in members)
        {
            body[name] = value;
        }

        return _node.RefusedAsync("PUT", $"{FunctionNode.Functions}/f/code", body);
    }

    private Task<(int Status, string? Code, string? Message)> UpdateLayersAsync(params string?[] layers) => _node.RefusedAsync(
        "PUT", $"{FunctionNode.Functions}/f/configuration", new JsonObject { ["Layers"] = new JsonArray([.. layers.Select(layer => (JsonNode?)layer)]) });
}
