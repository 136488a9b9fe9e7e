using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Goldcrest.Server.CodeSigning;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Commands;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.CodeSigning;

/// <summary>Zips signed by <c>goldcrest sign</c>, deployed by the AWS CLI to functions that accept nothing else.</summary>
public sealed class SignedDeploymentTests : IDisposable
{
    private const string Untrusted =
        "Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. Check the provided signature for ";

    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _zips = new();

    public void Dispose()
    {
        _data.Dispose();
        _zips.Dispose();
    }

    [Fact]
    public async Task Only_what_an_allowed_profile_signed_is_deployed_before_and_after_a_restart()
    {
        var unsigned = Zip("unsigned");
        var (signed, profile, job) = await SignAsync(Zip("signed"), "local");
        var (foreign, _, _) = await SignAsync(Zip("foreign"), "other");
        string config;
        await using (var server = await GoldcrestServer.StartAsync(_data.Path))
        {
            config = (string)(await AwsAsync(
                server, "create-code-signing-config", "--allowed-publishers", $"SigningProfileVersionArns={profile}",
                "--code-signing-policies", "UntrustedArtifactOnDeployment=Enforce"))["CodeSigningConfig"]!["CodeSigningConfigArn"]!;

            await RefusedAsync(server, $"(CodeVerificationFailedException) when calling the CreateFunction operation: {Untrusted}f.", Create("f", unsigned, config));
            await AwsAsync(server, "create-function", Create("f", signed, config)[1..]);
            await LambdaCaller.Root(server).SettleAsync("f");
            await RefusedAsync(server, "(InvalidCodeSignatureException) when calling the UpdateFunctionCode operation", Update("f", Tampered(signed)));
            await RefusedAsync(server, "(CodeVerificationFailedException) when calling the UpdateFunctionCode operation", Update("f", await ExpiredAsync()));
            await RefusedAsync(server, $"{Untrusted}arn:aws:lambda:us-east-1:000000000000:function:f.", Update("f", foreign));
            Assert.Equal(0, await server.StopAsync());
        }

        await using var again = await GoldcrestServer.StartAsync(_data.Path);
        var shown = (await AwsAsync(again, "get-function", "--function-name", "f"))["Configuration"]!;
        Assert.Equal((profile, job), ((string?)shown["SigningProfileVersionArn"], (string?)shown["SigningJobArn"]));
        Assert.Equal("\"signed\"", (await LambdaCaller.Root(again).SendAsync("POST", $"{LambdaCaller.Functions}/f/invocations", "{}"u8.ToArray())).Text);
        await RefusedAsync(again, "CodeVerificationFailedException", Update("f", unsigned));
        await File.WriteAllTextAsync(Path.Combine(_data.Path, "signing", "revoked"), job, TestContext.Current.CancellationToken);
        await RefusedAsync(again, "CodeVerificationFailedException", Update("f", signed));
        await RefusedAsync(again, "(CodeSigningConfigNotFoundException)", Create("g", signed, config[..^1] + (config[^1] == 'a' ? 'b' : 'a')));
    }

    [Fact]
    public async Task A_layer_needs_a_signature_too_and_shows_it()
    {
        await using var server = await GoldcrestServer.StartAsync(_data.Path);
        var (code, profile, _) = await SignAsync(Zip("code"), "local");
        var (layer, _, job) = await SignAsync(Zip("layer"), "local");
        var config = (string)(await AwsAsync(
            server, "create-code-signing-config", "--allowed-publishers", $"SigningProfileVersionArns={profile}",
            "--code-signing-policies", "UntrustedArtifactOnDeployment=Enforce"))["CodeSigningConfig"]!["CodeSigningConfigArn"]!;
        var good = await AwsAsync(server, "publish-layer-version", "--layer-name", "good", "--zip-file", $"fileb://{layer}");
        var bad = (string)(await AwsAsync(server, "publish-layer-version", "--layer-name", "bad", "--zip-file", $"fileb://{Zip("bad")}"))["LayerVersionArn"]!;

        await RefusedAsync(server, $"{Untrusted}{bad}.", [.. Create("f", code, config), "--layers", bad]);
        var made = await AwsAsync(server, "create-function", [.. Create("f", code, config)[1..], "--layers", (string)good["LayerVersionArn"]!]);

        Assert.Equal((profile, job), ((string?)good["Content"]!["SigningProfileVersionArn"], (string?)good["Content"]!["SigningJobArn"]));
        Assert.Equal(job, (string?)made["Layers"]![0]!["SigningJobArn"]);
    }

    private static string[] Create(string name, string zip, string config) =>
    [
        "create-function", "--function-name", name, "--runtime", "python3.12", "--handler", "app.handler", "--role", "arn:aws:iam::000000000000:role/r",
        "--zip-file", $"fileb://{zip}", "--code-signing-config-arn", config,
    ];

    private static string[] Update(string name, string zip) => ["update-function-code", "--function-name", name, "--zip-file", $"fileb://{zip}"];

    private static async Task<JsonNode> AwsAsync(GoldcrestServer server, string command, params string[] arguments)
    {
        var run = await ClientProgram.AwsAsync(server, server.ClientVariables, [command, .. arguments]);
        Assert.True(run.ExitCode == 0, $"{command}: {run.Errors}");
        return JsonNode.Parse(run.Output)!;
    }

    private static async Task RefusedAsync(GoldcrestServer server, string text, string[] arguments)
    {
        var run = await ClientProgram.AwsAsync(server, server.ClientVariables, arguments);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(text, run.Errors, StringComparison.Ordinal);
    }

    private string Zip(string answer)
    {
        var path = Path.Combine(_zips.Path, $"{answer}.zip");
        File.WriteAllBytes(path, LambdaCaller.Zip(answer));
        return path;
    }

    private async Task<(string Zip, string Profile, string Job)> SignAsync(string zip, string profile)
    {
        var signed = Path.ChangeExtension(zip, ".signed.zip");
        var run = await ProgramRun.RunAsync(
            GoldcrestServer.Program, ["sign", zip, "--out", signed, "--profile", profile, "--data", _data.Path], new Dictionary<string, string>());
        Assert.True(run.ExitCode == 0, run.Errors);
        var lines = run.Output.Split('\n');
        return (signed, Told("profile"), Told("job"));

        string Told(string what) => lines.Single(line => line.StartsWith(what, StringComparison.Ordinal))[what.Length..].Trim();
    }

    /// <summary>The command signs for a day at least, so this is made of its parts.</summary>
    private async Task<string> ExpiredAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var profile = SigningProfile.FromPem(await File.ReadAllTextAsync(Path.Combine(_data.Path, "signing", "local.pem")));
        var path = Path.Combine(_zips.Path, "expired.zip");
        await File.WriteAllBytesAsync(path, CodeSigner.Sign(
            LambdaCaller.Zip("expired"), profile, "arn:aws:signer:us-east-1:000000000000:/signing-jobs/1", now.AddMinutes(-1), now.AddMinutes(-2)));
        return path;
    }

    private static string Tampered(string signed)
    {
        var path = Path.ChangeExtension(signed, ".tampered.zip");
        File.Copy(signed, path);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        using var code = archive.GetEntry("app.py")!.Open();
        code.Write(Encoding.UTF8.GetBytes("def other"));
        return path;
    }
}
