using System.IO.Compression;
using System.Text.Json.Nodes;
using Goldcrest.Core.Code;
using Goldcrest.Core.CodeSigning;
using Goldcrest.Server.CodeSigning;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.CodeSigning;

/// <summary>Code signing through boto3 against the real server, and <c>goldcrest sign</c>.</summary>
public sealed class CodeSigningTests(SharedServer shared)
{
    [Fact]
    public async Task A_configuration_is_made_changed_used_and_deleted_as_the_sdk_expects()
    {
        var server = await shared.GetAsync();
        var name = $"signing-{Guid.NewGuid():N}"[..24];

        var run = await ProgramRun.RunAsync(
            "/usr/bin/python3",
            [Path.Combine(AppContext.BaseDirectory, "CodeSigning", "code_signing_life.py"), name, "arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/aaaaaaaaaa"],
            server.ClientVariables);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$"""
                {"made":{"UntrustedArtifactOnDeployment":"Warn"},"changed":["d","Enforce"],"found":true,"listed":true,"of":true,
                 "uses":["arn:aws:lambda:us-east-1:000000000000:function:{{name}}"],"kept":"ResourceConflictException","gone":"ResourceNotFoundException"}
                """),
            JsonNode.Parse(run.Output)), run.Output);
    }

    [Fact]
    public async Task The_sign_command_signs_again_and_again_with_one_profile_that_the_server_trusts()
    {
        var data = Directory.CreateTempSubdirectory("goldcrest-signing-").FullName;
        try
        {
            var zip = Path.Combine(data, "app.zip");
            using (var archive = ZipFile.Open(zip, ZipArchiveMode.Create))
            {
                archive.CreateEntry("f.py");
            }

            var first = await SignAsync(zip, Path.Combine(data, "1.zip"), data);
            var second = await SignAsync(zip, Path.Combine(data, "2.zip"), data);
            var twice = await ProgramRun.RunAsync(GoldcrestServer.Program, ["sign", Path.Combine(data, "1.zip"), "--data", data], new Dictionary<string, string>());

            Assert.Equal(first.ProfileVersionArn, second.ProfileVersionArn);
            Assert.NotEqual(first.JobArn, second.JobArn);
            Assert.Equal((1, ""), (twice.ExitCode, twice.Output));
            Assert.Contains("signed already", twice.Errors, StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "signing", "local.pem")));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<SignatureFinding.Genuine> SignAsync(string zip, string signed, string data)
    {
        var run = await ProgramRun.RunAsync(GoldcrestServer.Program, ["sign", zip, "--out", signed, "--data", data], new Dictionary<string, string>());

        Assert.True(run.ExitCode == 0, run.Errors);
        var trusted = TrustedSigners.Load(new CodeSigningOptions { Directory = Path.Combine(data, "signing") });
        var finding = Assert.IsType<SignatureFinding.Genuine>(SignatureReading.Read(await File.ReadAllBytesAsync(signed), new CodeLimits(), () => trusted));
        Assert.Contains($"profile  {finding.ProfileVersionArn}\n", run.Output, StringComparison.Ordinal);
        return finding;
    }
}
