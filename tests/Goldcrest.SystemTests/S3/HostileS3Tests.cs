using System.Text;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.S3;

/// <summary>Buckets that refuse, break off, lie or keep silent: every time one clear answer, soon, and nothing left behind.</summary>
public sealed class HostileS3Tests(HostileS3Tests.Node node) : IClassFixture<HostileS3Tests.Node>
{
    private const int Max = 52_428_800;

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
        { "silent", 400, "InvalidParameterValueException", "Error occurred while GetObject. S3 did not answer in 3 seconds." },
        { "half-silent", 400, "InvalidParameterValueException", "Error occurred while GetObject. S3 did not answer in 3 seconds." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_bucket_that_fails_is_told_and_leaves_nothing_behind(string key, int status, string errorType, string message)
    {
        var place = new { S3Bucket = "bucket", S3Key = key, S3ObjectVersion = key == "no-version" ? "v9" : null };

        var answer = await node.Caller.SendAsync("PUT", $"{LambdaCaller.Functions}/kept/code", place);

        Assert.Equal((status, errorType), (answer.Status, answer.ErrorType));
        Assert.True(message.EndsWith('*') ? answer.Message!.Length > message.Length && answer.Message.StartsWith(message[..^1], StringComparison.Ordinal) : message == answer.Message, answer.Message);
        Assert.Equal(LambdaCaller.Zip("kept"), await node.Caller.DownloadAsync("kept"));
        Assert.Equal(0, CodeFolder.Count(node.Server.DataDirectory).Drafts);
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

    /// <summary>One server that fetches from a service which obeys the tests.</summary>
    public sealed class Node : IAsyncLifetime
    {
        internal ScriptedS3 S3 { get; } = new();

        internal GoldcrestServer Server { get; private set; } = null!;

        internal LambdaCaller Caller { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var keys = new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = "key", ["AWS_SECRET_ACCESS_KEY"] = "secret" };
            Server = await GoldcrestServer.StartAsync(null, keys, "--s3-endpoint", S3.Endpoint, "--s3-timeout", "3s");
            Caller = LambdaCaller.Root(Server);
            (await Caller.CreateAsync("kept", LambdaCaller.Zip("kept"))).Ok();
            await Caller.SettleAsync("kept");
            S3.Answers["versioned"] = ScriptedS3.Body(LambdaCaller.Zip("versioned"));
            S3.Answers["unannounced"] = ScriptedS3.Raw("200 OK", LambdaCaller.Zip("unannounced"));
            S3.Answers["no-version"] = ScriptedS3.Error("404 Not Found", "NoSuchVersion", "The specified version does not exist.");
            S3.Answers["no-access"] = ScriptedS3.Error("403 Forbidden", "AccessDenied", "Access Denied");
            S3.Answers["overloaded"] = ScriptedS3.Error("503 Slow Down", "SlowDown", "Please reduce your request rate.");
            S3.Answers["too-large"] = ScriptedS3.Raw($"200 OK\r\nContent-Length: {Max + 1}", []);
            S3.Answers["endless"] = ScriptedS3.Raw("200 OK", new byte[Max + 1_000_000]);
            S3.Answers["no-zip"] = ScriptedS3.Body("no zip"u8.ToArray());
            S3.Answers["cut"] = ScriptedS3.Raw("200 OK\r\nContent-Length: 1000", LambdaCaller.Zip("cut"));
            S3.Answers["hang-up"] = (_, _) => Task.CompletedTask;
            S3.Answers["gibberish"] = async (stream, token) => await stream.WriteAsync(Encoding.ASCII.GetBytes("\0\0\0 what?\r\n\r\n"), token);
            S3.Answers["silent"] = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            S3.Answers["half-silent"] = async (stream, token) =>
            {
                await ScriptedS3.Raw("200 OK\r\nContent-Length: 1000", new byte[10])(stream, token);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            };
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await S3.DisposeAsync();
        }
    }
}
