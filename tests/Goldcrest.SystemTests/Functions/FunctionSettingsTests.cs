using System.Text;
using System.Text.Json;
using Goldcrest.SystemTests.Clients;
using Goldcrest.SystemTests.Images;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Functions;

/// <summary>Every setting of a function, set, read, changed and removed through AWS's own SDK for JavaScript.</summary>
public sealed class FunctionSettingsTests
{
    private const string Name = "settings";
    private const string AccessPoint = "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0";
    private const string Image = "000000000000.dkr.ecr.us-east-1.amazonaws.com/app";

    /// <summary>Tells all tenants that its sandbox has ever served.</summary>
    private const string Handler =
        """
        seen = []
        def handler(event, context):
            seen.append(context.tenant_id)
            return seen
        """;

    [Fact]
    public async Task Every_setting_comes_back_from_every_operation_changes_goes_and_survives_a_restart()
    {
        using var files = new TemporaryFiles();
        var zip = files.Add(CodeZip.Of("app.py", Encoding.UTF8.GetBytes(Handler)));
        var data = Directory.CreateTempSubdirectory("goldcrest-settings-").FullName;
        var images = Directory.CreateTempSubdirectory("goldcrest-images-").FullName;
        try
        {
            var flags = ImageShelf.Fill(images);
            JsonElement facts;
            string before;
            await using (var first = await GoldcrestServer.StartAsync(data, flags))
            {
                facts = await RunAsync(first, "make", zip);
                before = (await RunAsync(first, "read")).GetRawText();
                Assert.Equal(0, await first.StopAsync());
            }

            await using var second = await GoldcrestServer.StartAsync(data, flags);
            var after = (await RunAsync(second, "read")).GetRawText();

            CheckMembers(facts);
            CheckImages(facts);
            CheckRefusals(facts);
            Assert.Equal(before, after);
        }
        finally
        {
            Directory.Delete(images, recursive: true);
            Directory.Delete(data, recursive: true);
        }
    }

    private static void CheckMembers(JsonElement facts)
    {
        var wide = facts.GetProperty("wide");
        var vpcId = wide.GetProperty("VpcConfig").GetProperty("VpcId").GetString();
        Assert.Matches("^vpc-[0-9a-f]{17}$", vpcId);
        AssertJson($$"""{"SubnetIds":["subnet-b","subnet-a"],"SecurityGroupIds":["sg-1"],"VpcId":"{{vpcId}}","Ipv6AllowedForDualStack":true}""", wide, "VpcConfig");
        AssertJson($$"""[{"Arn":"{{AccessPoint}}","LocalMountPath":"/mnt/data"}]""", wide, "FileSystemConfigs");
        AssertJson("""{"TargetArn":"arn:aws:sqs:us-east-1:000000000000:dead"}""", wide, "DeadLetterConfig");
        AssertJson("\"arn:aws:kms:us-east-1:000000000000:key/environment\"", wide, "KMSKeyArn");
        AssertJson("""{"RepositoryType":"S3","SourceKMSKeyArn":"arn:aws:kms:us-east-1:000000000000:key/source"}""", wide, "Code");
        AssertJson("""{"RetentionPeriodInDays":14,"ExecutionTimeout":3600}""", wide, "DurableConfig");
        AssertJson("""{"TenantIsolationMode":"PER_TENANT"}""", wide, "TenancyConfig");
        AssertJson("""["arm64"]""", wide, "Architectures");
        AssertJson("""{"ApplyOn":"None","OptimizationStatus":"Off"}""", wide, "SnapStart");
        AssertJson("""["1","1"]""", facts, "published");

        var changed = facts.GetProperty("changed");
        AssertJson($$"""{"SubnetIds":["subnet-a"],"SecurityGroupIds":["sg-2","sg-3"],"VpcId":"{{vpcId}}","Ipv6AllowedForDualStack":false}""", changed, "VpcConfig");
        AssertJson($$"""[{"Arn":"{{AccessPoint}}","LocalMountPath":"/mnt/other"}]""", changed, "FileSystemConfigs");
        AssertJson("""{"TargetArn":"arn:aws:sns:us-east-1:000000000000:dead"}""", changed, "DeadLetterConfig");
        AssertJson("\"arn:aws:kms:us-east-1:000000000000:alias/environment\"", changed, "KMSKeyArn");
        AssertJson("""{"RetentionPeriodInDays":30,"ExecutionTimeout":3600}""", changed, "DurableConfig");

        var removed = facts.GetProperty("removed");
        AssertJson("""{"SubnetIds":[],"SecurityGroupIds":[],"VpcId":"","Ipv6AllowedForDualStack":false}""", removed, "VpcConfig");
        AssertAbsent(removed, "FileSystemConfigs", "DeadLetterConfig", "KMSKeyArn", "ImageConfigResponse");
        AssertJson("""{"RepositoryType":"S3"}""", facts.GetProperty("recoded"), "Code");
        AssertJson("""["x86_64"]""", facts.GetProperty("recoded"), "Architectures");
        AssertJson("\"2\"", facts, "publishedAgain");

        AssertJson("""{"ApplyOn":"PublishedVersions","OptimizationStatus":"Off"}""", facts.GetProperty("snap"), "SnapStart");
        AssertJson("""{"ApplyOn":"PublishedVersions","OptimizationStatus":"On"}""", facts, "snapStarted");
        AssertJson("""{"ApplyOn":"None","OptimizationStatus":"Off"}""", facts.GetProperty("noSnap"), "SnapStart");
        AssertJson("[null]", facts, "snapAnswer");
        AssertJson("""[["blue"],["green"],["blue","blue"]]""", facts, "tenantAnswers");
        AssertAbsent(facts.GetProperty("plain"), "VpcConfig", "FileSystemConfigs", "DeadLetterConfig", "KMSKeyArn", "DurableConfig", "ImageConfigResponse");

        string[] shown = ["wide", "changed", "removed", "recoded", "image", "otherImage", "asBuilt", "snap", "noSnap", "plain"];
        Assert.All(shown, step => Assert.False(facts.GetProperty(step).GetProperty("Differs").GetBoolean(), step));
    }

    private static void CheckImages(JsonElement facts)
    {
        var image = facts.GetProperty("image");
        var hash = image.GetProperty("CodeSha256").GetString();
        Assert.Matches("^[0-9a-f]{64}$", hash);
        AssertJson($$"""{"RepositoryType":"ECR","ImageUri":"{{Image}}:1","ResolvedImageUri":"{{Image}}@sha256:{{hash}}"}""", image, "Code");
        AssertJson("\"Image\"", image, "PackageType");
        AssertJson("0", image, "CodeSize");
        AssertJson("""{"ImageConfig":{"EntryPoint":["/run"],"Command":["app.handler"],"WorkingDirectory":"/work"}}""", image, "ImageConfigResponse");
        AssertAbsent(image, "Runtime", "Handler");
        Assert.False(image.GetProperty("HasLink").GetBoolean());

        Assert.Equal("Unhandled", facts.GetProperty("notInvoked").GetString());

        // What counts is the digest, whatever tag stands before it.
        var other = facts.GetProperty("otherImage");
        AssertJson($$"""{"RepositoryType":"ECR","ImageUri":"{{Image}}:2@sha256:{{hash}}","ResolvedImageUri":"{{Image}}@sha256:{{hash}}"}""", other, "Code");
        AssertJson($"\"{hash}\"", other, "CodeSha256");
        AssertJson("""["x86_64"]""", other, "Architectures");
        AssertAbsent(facts.GetProperty("asBuilt"), "ImageConfigResponse");
        Assert.Equal(204, facts.GetProperty("dryRun").GetInt32());
    }

    private static void CheckRefusals(JsonElement facts)
    {
        const string BadParameter = "400 InvalidParameterValueException: ";
        (string Step, string Refusal)[] expected =
        [
            ("heldBack", $"{BadParameter}Function VPC configuration cannot be removed with access point {AccessPoint} referenced."),
            ("unqualified", $"{BadParameter}You cannot invoke a durable function using an unqualified ARN."),
            ("durable", "501 NotImplementedException: Goldcrest does not support durable executions yet."),
            ("noImage", $"{BadParameter}Source image {Image}:3 does not exist. Provide a valid source image."),
            ("zipOverImage", $"{BadParameter}Please provide ImageUri when updating a function with packageType Image."),
            ("handlerOfImage", $"{BadParameter}Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image."),
            ("noTenant", $"{BadParameter}The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again."),
            ("neverDurable", $"{BadParameter}You cannot add a durable configuration to a function that was originally created with no durable configuration"),
        ];

        Assert.Equal(expected, expected.Select(refusal => (refusal.Step, facts.GetProperty(refusal.Step).GetString()!)));
    }

    private static void AssertJson(string expected, JsonElement parent, string member) =>
        Assert.True(
            JsonElement.DeepEquals(JsonElement.Parse(expected), parent.GetProperty(member)), $"{member} is {parent.GetProperty(member)}, not {expected}.");

    private static void AssertAbsent(JsonElement shown, params string[] members) =>
        Assert.All(members, member => Assert.False(shown.TryGetProperty(member, out _), member));

    private static Task<JsonElement> RunAsync(GoldcrestServer server, params string[] arguments) =>
        ClientProgram.RunAsync(ClientProgram.JavaScript, "settings", server.ClientVariables, [arguments[0], Name, .. arguments[1..]]);
}
