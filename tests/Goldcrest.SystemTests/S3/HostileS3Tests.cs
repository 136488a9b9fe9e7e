using Goldcrest.SystemTests.Functions;
using Xunit;

namespace Goldcrest.SystemTests.S3;

/// <summary>Buckets that refuse, break off, lie or keep silent: every time one clear answer, soon, and nothing left behind.</summary>
public sealed class HostileS3Tests(S3Node.Patient node) : IClassFixture<S3Node.Patient>
{
    /// <summary>What the service does, and what the client is told.</summary>
    public static TheoryData<string, int, string, string> Refusals => new()
    {
        { "no-version", 400, "InvalidParameterValueException", "Error occurred while GetObject. S3 Error Code: NoSuchVersion. S3 Error Message: The specified version does not exist." },
        {
            "no-access", 403, "AccessDeniedException",
            "Your access has been denied by S3, please make sure your request credentials have permission to GetObject for bucket/no-access. "
            + "S3 Error Code: AccessDenied. S3 Error Message: Access Denied"
        },
        { "overloaded", 400, "InvalidParameterValueException", "Error occurred while GetObject. S3 Error Code: SlowDown. S3 Error Message: Please reduce your request rate." },
        { "too-large", 413, "RequestEntityTooLargeException", "Zipped size must be smaller than 52428800 bytes" },
        { "endless", 413, "RequestEntityTooLargeException", "Zipped size must be smaller than 52428800 bytes" },
        { "no-zip", 400, "InvalidParameterValueException", "Could not unzip uploaded file. Please check your file, then try to upload again." },
        { "cut", 400, "InvalidParameterValueException", "Error occurred while GetObject. *" },
        { "hang-up", 400, "InvalidParameterValueException", "Error occurred while GetObject. *" },
        { "gibberish", 400, "InvalidParameterValueException", "Error occurred while GetObject. *" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_bucket_that_fails_is_told_and_leaves_nothing_behind(string key, int status, string errorType, string message)
    {
        var answer = await node.UpdateFromAsync(key, key == "no-version" ? "v9" : null);

        Assert.Equal((status, errorType), (answer.Status, answer.ErrorType));
        Assert.True(message.EndsWith('*') ? answer.Message!.Length > message.Length && answer.Message.StartsWith(message[..^1], StringComparison.Ordinal) : message == answer.Message, answer.Message);
        await node.AssertNothingIsLeftAsync();
    }

    [Theory]
    [InlineData("versioned", "v1")]
    [InlineData("unannounced", null)]
    public async Task The_version_asked_for_is_fetched_and_no_length_need_be_told(string key, string? version)
    {
        var place = new { S3Bucket = "bucket", S3Key = key, S3ObjectVersion = version };

        var answer = (await node.Caller.CreateAsync($"from-{key}", [], ("Code", place))).Ok();

        Assert.Equal(LambdaCaller.Zip(key).Length, answer.Body.GetProperty("CodeSize").GetInt32());
        Assert.Equal(LambdaCaller.Zip(key), await node.Caller.DownloadAsync($"from-{key}"));
        Assert.Contains(node.S3.Requests, request => request.StartsWith($"GET /bucket/{key}{(version is null ? " " : $"?versionId={version} ")}", StringComparison.Ordinal));
    }
}
