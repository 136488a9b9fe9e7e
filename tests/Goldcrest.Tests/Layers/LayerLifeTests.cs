using System.Text.Json;
using Goldcrest.Server.Code;
using Goldcrest.Tests.Storage;
using Goldcrest.Tests.Wire;

namespace Goldcrest.Tests.Layers;

/// <summary>The shapes and texts are recorded answers of AWS (2023-11-20 to 2026-01-12).</summary>
public sealed class LayerLifeTests : IDisposable
{
    private const string Versions = "/2018-10-31/layers/l/versions";
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:layer:l";

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_published_version_is_answered_whole_and_shown_the_same()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        var zip = LayerNode.Zip();

        var response = await node.SendAsync("POST", Versions, new
        {
            Content = new { ZipFile = zip },
            Description = "d",
            LicenseInfo = "MIT",
            CompatibleRuntimes = new[] { "python3.9" },
            CompatibleArchitectures = new[] { "x86_64" },
        });
        var shown = await node.AskAsync("GET", $"{Versions}/1");
        var byArn = await node.AskAsync("GET", $"/2018-10-31/layers?find=LayerVersion&Arn={Uri.EscapeDataString($"{Arn}:1")}");

        Assert.Equal(201, response.Status);
        var published = JsonDocument.Parse(response.Body).RootElement;
        Assert.Equal(zip.Length, published.GetProperty("Content").GetProperty("CodeSize").GetInt64());
        Assert.Equal(Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(zip)), published.GetProperty("Content").GetProperty("CodeSha256").GetString());
        Assert.StartsWith("http://127.0.0.1:4566/", published.GetProperty("Content").GetProperty("Location").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"LayerArn":"{{Arn}}","LayerVersionArn":"{{Arn}}:1","Description":"d","CreatedDate":"2025-11-25T10:11:12.345+0000","Version":1,"CompatibleRuntimes":["python3.9"],"LicenseInfo":"MIT","CompatibleArchitectures":["x86_64"]}""",
            WithoutContent(published));
        Assert.Equal(WithoutContent(published), WithoutContent(shown));
        Assert.Equal(WithoutContent(published), WithoutContent(byArn));
    }

    [Fact]
    public async Task What_was_not_said_is_not_answered_and_an_empty_list_stays_one()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);

        var silent = await node.PublishAsync();
        var empty = await node.AskAsync("POST", Versions, new
        {
            Content = new { ZipFile = LayerNode.Zip() },
            CompatibleRuntimes = Array.Empty<string>(),
            CompatibleArchitectures = Array.Empty<string>(),
        });

        Assert.Equal(["Content", "CreatedDate", "Description", "LayerArn", "LayerVersionArn", "Version"], Names(silent));
        Assert.Equal("", silent.GetProperty("Description").GetString());
        Assert.Equal(
            ["CompatibleArchitectures", "CompatibleRuntimes", "Content", "CreatedDate", "Description", "LayerArn", "LayerVersionArn", "Version"], Names(empty));
        Assert.Equal(0, empty.GetProperty("CompatibleRuntimes").GetArrayLength());
    }

    [Fact]
    public async Task Numbers_go_on_when_all_versions_are_deleted()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();
        await node.PublishAsync();

        Assert.Equal(204, (await node.SendAsync("DELETE", $"{Versions}/1")).Status);
        Assert.Equal(204, (await node.SendAsync("DELETE", $"{Versions}/2")).Status);

        Assert.Equal("""{"LayerVersions":[]}""", (await node.AskAsync("GET", Versions)).GetRawText());
        Assert.Equal("""{"Layers":[]}""", (await node.AskAsync("GET", "/2018-10-31/layers")).GetRawText());
        Assert.Equal(3, (await node.PublishAsync()).GetProperty("Version").GetInt64());
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_no_error()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);

        Assert.Equal(204, (await node.SendAsync("DELETE", $"{Versions}/1")).Status);
        await node.PublishAsync();
        Assert.Equal(204, (await node.SendAsync("DELETE", $"{Versions}/2")).Status);
        Assert.Equal(204, (await node.SendAsync("DELETE", $"{Versions}/1")).Status);
        Assert.Equal(204, (await node.SendAsync("DELETE", $"{Versions}/1")).Status);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_in_the_words_of_AWS()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        await node.PublishAsync();

        const string None = "The resource you requested does not exist.";
        await node.AssertRefusedAsync(404, "ResourceNotFoundException", None, "GET", "/2018-10-31/layers/layerdoesnotexist/versions/1");
        await node.AssertRefusedAsync(404, "ResourceNotFoundException", None, "GET", $"{Versions}/2");
        await node.AssertRefusedAsync(404, "ResourceNotFoundException", None, "GET", $"/2018-10-31/layers?find=LayerVersion&Arn={Arn}:2");
        await node.AssertRefusedAsync(404, "ResourceNotFoundException", None, "GET", $"/2018-10-31/layers?find=LayerVersion&Arn={Arn}:99999999999999999999999");
        const string TooSmall = "Layer Version Cannot be less than 1";
        await node.AssertRefusedAsync(400, "InvalidParameterValueException", TooSmall, "GET", $"{Versions}/0");
        await node.AssertRefusedAsync(400, "InvalidParameterValueException", TooSmall, "GET", $"{Versions}/-1");
        await node.AssertRefusedAsync(400, "InvalidParameterValueException", TooSmall, "DELETE", $"{Versions}/-1");
        Assert.Equal("""{"LayerVersions":[]}""", (await node.AskAsync("GET", "/2018-10-31/layers/layerdoesnotexist/versions")).GetRawText());
    }

    [Theory]
    [InlineData("GET", "/2018-10-31/layers?CompatibleArchitecture=archdoesnotexist", "1 validation error detected: Value 'archdoesnotexist' at 'compatibleArchitecture' failed to satisfy constraint: Member must satisfy enum value set: [x86_64, arm64]")]
    [InlineData("GET", "/2018-10-31/layers?CompatibleRuntime=runtimedoesnotexist", "1 validation error detected: Value 'runtimedoesnotexist' at 'compatibleRuntime' failed to satisfy constraint: Member must satisfy enum value set: [")]
    [InlineData("GET", "/2018-10-31/layers?find=LayerVersion&Arn=arn:aws:lambda:us-east-1:000000000000:layer:l", "1 validation error detected: Value 'arn:aws:lambda:us-east-1:000000000000:layer:l' at 'arn' failed to satisfy constraint: Member must satisfy regular expression pattern: ")]
    [InlineData("GET", "/2018-10-31/layers?MaxItems=51", "1 validation error detected: Value '51' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 50")]
    public async Task The_model_s_constraints_come_first(string method, string target, string beginning)
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);

        var response = await node.SendAsync(method, target);

        Assert.Equal((400, "ValidationException"), (response.Status, LambdaCall.ErrorType(response)));
        Assert.StartsWith(beginning, LambdaCall.Message(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_runtimes_and_architectures_are_told_together()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);

        var response = await node.SendAsync("POST", Versions, new
        {
            Content = new { ZipFile = LayerNode.Zip() },
            CompatibleRuntimes = new[] { "invalidruntime", "invalidruntime2", "nodejs20.x" },
            CompatibleArchitectures = new[] { "invalidarch", "x86_64" },
        });

        var message = LambdaCall.Message(response)!;
        Assert.StartsWith(
            "2 validation errors detected: Value '[invalidruntime, invalidruntime2, nodejs20.x]' at 'compatibleRuntimes' failed to satisfy constraint: Member must satisfy enum value set: [",
            message, StringComparison.Ordinal);
        Assert.EndsWith(
            "]; Value '[invalidarch, x86_64]' at 'compatibleArchitectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]",
            message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_that_is_none_leaves_no_version_behind()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);

        await node.AssertRefusedAsync(
            400, "InvalidParameterValueException", "Could not unzip uploaded file. Please check your file, then try to upload again.",
            "POST", Versions, new { Content = new { ZipFile = "bm8gemlw" } });
        await node.AssertRefusedAsync(400, "InvalidParameterValueException", "Uploaded file must be a non-empty zip", "POST", Versions, new { Content = new { ZipFile = "" } });
        await node.AssertRefusedAsync(400, "InvalidParameterValueException", "Please provide a source for function code.", "POST", Versions, new { Content = new { } });
        await node.AssertRefusedAsync(
            400, "InvalidParameterValueException", "Please do not provide other FunctionCode parameters when providing a ZipFile.",
            "POST", Versions, new { Content = new { ZipFile = LayerNode.Zip(), S3Bucket = "bucket" } });

        Assert.Null(node.Catalog.Find(new Goldcrest.Core.Layers.LayerKey("000000000000", "us-east-1", "l")));
    }

    [Fact]
    public async Task A_zip_comes_from_a_bucket_too()
    {
        var bucket = new FakeBucket(new BucketFetch.Fetched(LayerNode.Zip()));
        await using var node = await LayerNode.OpenAsync(_folder.Root, bucket);

        var published = await node.AskAsync("POST", Versions, new { Content = new { S3Bucket = "bucket", S3Key = "/layer.zip", S3ObjectVersion = "v" } });

        Assert.Equal(1, published.GetProperty("Version").GetInt64());
        Assert.Equal(("bucket", "/layer.zip", "v", 52_428_800L), bucket.Asked);
    }

    [Fact]
    public async Task A_bucket_s_refusal_is_passed_on()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root, new FakeBucket(new BucketFetch.Refused("NoSuchKey", "The specified key does not exist.")));

        await node.AssertRefusedAsync(
            400, "InvalidParameterValueException", "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.",
            "POST", Versions, new { Content = new { S3Bucket = "bucket", S3Key = "key" } });
    }

    [Fact]
    public async Task A_bucket_that_lets_nobody_read_it_is_told_with_the_place()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root, new FakeBucket(new BucketFetch.Denied("AccessDenied", "Access Denied")));

        await node.AssertRefusedAsync(
            403, "AccessDeniedException",
            "Your access has been denied by S3, please make sure your request credentials have permission to GetObject for bucket/key. "
            + "S3 Error Code: AccessDenied. S3 Error Message: Access Denied",
            "POST", Versions, new { Content = new { S3Bucket = "bucket", S3Key = "key" } });
    }

    [Fact]
    public async Task An_object_that_is_too_large_or_cannot_be_reached_is_refused()
    {
        object body = new { Content = new { S3Bucket = "bucket", S3Key = "key" } };
        await using (var node = await LayerNode.OpenAsync(_folder.Root, new FakeBucket(new BucketFetch.TooLarge(52_428_801))))
        {
            await node.AssertRefusedAsync(413, "RequestEntityTooLargeException", "Zipped size must be smaller than 52428800 bytes", "POST", Versions, body);
        }

        await using (var node = await LayerNode.OpenAsync(_folder.Root, new FakeBucket(new BucketFetch.Unreachable("no route"))))
        {
            await node.AssertRefusedAsync(400, "InvalidParameterValueException", "Error occurred while GetObject. no route", "POST", Versions, body);
        }

        await using (var node = await LayerNode.OpenAsync(_folder.Root, new FakeBucket(new BucketFetch.NoRoom())))
        {
            await node.AssertRefusedAsync(429, "TooManyRequestsException", "Rate Exceeded.", "POST", Versions, body);
        }
    }

    [Fact]
    public async Task Without_an_S3_service_a_bucket_is_refused_and_not_ignored()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);

        await node.AssertRefusedAsync(
            501, "NotImplementedException", "Goldcrest has not been told where to find S3.", "POST", Versions, new { Content = new { S3Bucket = "bucket", S3Key = "key" } });
    }

    [Fact]
    public async Task A_layer_may_be_named_by_its_arn()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);
        var escaped = Uri.EscapeDataString(Arn);

        await node.PublishAsync(escaped);

        Assert.Equal($"{Arn}:1", (await node.AskAsync("GET", $"/2018-10-31/layers/{escaped}/versions/1")).GetProperty("LayerVersionArn").GetString());
        Assert.Equal(1, (await node.AskAsync("GET", $"/2018-10-31/layers/{escaped}/versions")).GetProperty("LayerVersions").GetArrayLength());
        Assert.Equal(204, (await node.SendAsync("DELETE", $"/2018-10-31/layers/{escaped}/versions/1")).Status);
    }

    [Fact]
    public async Task Accounts_and_regions_keep_layers_of_one_name_apart()
    {
        await using var node = await LayerNode.OpenAsync(_folder.Root);

        await node.PublishAsync();
        var elsewhere = await node.PublishAsync(context: LayerNode.Context(region: "eu-west-1"));
        var stranger = await node.PublishAsync(context: LayerNode.Context(LayerNode.OtherAccount));

        Assert.Equal("arn:aws:lambda:eu-west-1:000000000000:layer:l:1", elsewhere.GetProperty("LayerVersionArn").GetString());
        Assert.Equal("arn:aws:lambda:us-east-1:111111111111:layer:l:1", stranger.GetProperty("LayerVersionArn").GetString());
        Assert.Equal(1, (await node.AskAsync("GET", "/2018-10-31/layers")).GetProperty("Layers").GetArrayLength());
        await node.AssertRefusedAsync(
            404, "ResourceNotFoundException", "The resource you requested does not exist.",
            "GET", $"/2018-10-31/layers?find=LayerVersion&Arn={Arn}:1", context: LayerNode.Context(region: "eu-west-1"));
    }

    private static List<string> Names(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)];

    private static string WithoutContent(JsonElement element) => JsonSerializer.Serialize(
        element.EnumerateObject().Where(member => member.Name != "Content").ToDictionary(member => member.Name, member => member.Value),
        Relaxed);

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
