using System.Text;
using Goldcrest.SystemTests.Functions;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.S3;

/// <summary>One server that fetches from a service which obeys the tests, and a function <c>kept</c> whose code nobody manages to replace.</summary>
public abstract class S3Node(params string[] flags) : IAsyncLifetime
{
    private const int Max = 52_428_800;

    internal ScriptedS3 S3 { get; } = new();

    internal GoldcrestServer Server { get; private set; } = null!;

    internal LambdaCaller Caller { get; private set; } = null!;

    /// <summary>Gives a service that hinders the transfer all the time that a busy machine needs for it.</summary>
    public sealed class Patient() : S3Node;

    /// <summary>Waits three seconds for a service that says nothing.</summary>
    public sealed class Impatient() : S3Node("--s3-timeout", "3s");

    internal Task<LambdaAnswer> UpdateFromAsync(string key, string? version = null) => Caller.SendAsync(
        "PUT", $"{LambdaCaller.Functions}/kept/code", new { S3Bucket = "bucket", S3Key = key, S3ObjectVersion = version });

    internal async Task AssertNothingIsLeftAsync()
    {
        Assert.Equal(LambdaCaller.Zip("kept"), await Caller.DownloadAsync("kept"));
        Assert.Equal(0, CodeFolder.Count(Server.DataDirectory).Drafts);
    }

    public async ValueTask InitializeAsync()
    {
        var keys = new Dictionary<string, string> { ["AWS_ACCESS_KEY_ID"] = "key", ["AWS_SECRET_ACCESS_KEY"] = "secret" };
        Server = await GoldcrestServer.StartAsync(null, keys, ["--s3-endpoint", S3.Endpoint, .. flags]);
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
        GC.SuppressFinalize(this);
    }
}
