using System.Security.Cryptography;
using Goldcrest.SystemTests.Errors;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.S3;

/// <summary>Code out of buckets of a service that nobody here wrote.</summary>
public sealed class CodeFromS3Tests : IAsyncLifetime
{
    private const string Bucket = "deployments";

    private ForeignS3? _s3;
    private GoldcrestServer? _server;

    private LambdaCaller Caller => LambdaCaller.Root(_server!);

    public async ValueTask InitializeAsync()
    {
        _s3 = await ForeignS3.StartAsync();
        _server = await GoldcrestServer.StartAsync(null, _s3.Variables, "--s3-endpoint", _s3.Endpoint, "--s3-timeout", "20s");
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        await _s3!.DisposeAsync();
    }

    [Fact]
    public async Task Functions_and_layers_are_made_and_changed_from_objects_and_outlive_their_bucket()
    {
        var (one, two) = (LambdaCaller.Zip("one"), LambdaCaller.Zip("two"));
        await _s3!.PutAsync(Bucket, ("one.zip", one), ("folder/zwei ä+ö.zip", two));

        var created = (await Caller.CreateAsync("f", [], ("Code", Place("one.zip")))).Ok();
        await Caller.SettleAsync("f");
        var first = await InvokeAsync();
        var updated = (await Caller.SendAsync("PUT", $"{LambdaCaller.Functions}/f/code", Place("folder/zwei ä+ö.zip"))).Ok();
        await Caller.SettleAsync("f");
        var layer = (await Caller.SendAsync("POST", "/2018-10-31/layers/l/versions", new { Content = Place("one.zip") })).Ok();
        await _s3.KillAsync();
        var lost = await Caller.SendAsync("PUT", $"{LambdaCaller.Functions}/f/code", Place("one.zip"));

        Assert.Equal(("\"one\"", Sha256(one)), (first, created.Find("CodeSha256")));
        Assert.Equal(("\"two\"", Sha256(two)), (await InvokeAsync(), updated.Find("CodeSha256")));
        Assert.Equal(Sha256(one), layer.Body.GetProperty("Content").GetProperty("CodeSha256").GetString());
        Assert.Equal((400, "InvalidParameterValueException"), (lost.Status, lost.ErrorType));
        Assert.StartsWith("Error occurred while GetObject. S3 could not be reached", lost.Message, StringComparison.Ordinal);
        Assert.Equal(two, await Caller.DownloadAsync("f"));
        Assert.Equal((2, 2, 0), CodeFolder.Count(_server!.DataDirectory));
    }

    [Fact]
    public async Task What_S3_refuses_is_told_in_its_own_words()
    {
        await _s3!.PutAsync(Bucket, ("one.zip", LambdaCaller.Zip("one")));
        (await Caller.CreateAsync("f", LambdaCaller.Zip("sent"))).Ok();
        await Caller.SettleAsync("f");

        await AssertRefusedAsync("s3-bucket-missing", new { S3Bucket = "nobodys-bucket", S3Key = "one.zip" });
        await AssertRefusedAsync("s3-key-missing", new { S3Bucket = Bucket, S3Key = "nothing.zip" });

        Assert.Equal("\"sent\"", await InvokeAsync());
        Assert.Equal((1, 1, 0), CodeFolder.Count(_server!.DataDirectory));
    }

    private async Task AssertRefusedAsync(string row, object place)
    {
        var recorded = RecordedRefusal.ReadAll().Single(refusal => refusal.Id == row);
        LambdaAnswer[] answers =
        [
            await Caller.CreateAsync("g", [], ("Code", place)),
            await Caller.SendAsync("PUT", $"{LambdaCaller.Functions}/f/code", place),
            await Caller.SendAsync("POST", "/2018-10-31/layers/l/versions", new { Content = place }),
        ];

        Assert.All(answers, answer => recorded.AssertIs(answer, []));
    }

    private async Task<string> InvokeAsync() => (await Caller.SendAsync("POST", $"{LambdaCaller.Functions}/f/invocations", "{}"u8.ToArray())).Ok().Text;

    private static object Place(string key) => new { S3Bucket = Bucket, S3Key = key };

    private static string Sha256(byte[] zip) => Convert.ToBase64String(SHA256.HashData(zip));
}
