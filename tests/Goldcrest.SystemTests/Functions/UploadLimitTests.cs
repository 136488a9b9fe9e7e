using System.IO.Compression;
using System.Text;
using Goldcrest.SystemTests.Serving;
using Goldcrest.Tests.Code;
using Xunit;

namespace Goldcrest.SystemTests.Functions;

/// <summary>Uploads that must not be accepted, to a server whose disk is looked at afterwards.</summary>
public sealed class UploadLimitTests
{
    private const int MaxRequest = 70_167_211;
    private const string Unreadable = "Could not unzip uploaded file. Please check your file, then try to upload again.";

    [Fact]
    public async Task Refused_uploads_are_told_why_and_leave_nothing_on_disk()
    {
        await using var server = await GoldcrestServer.StartAsync();
        var caller = LambdaCaller.Root(server);
        (await caller.CreateAsync("there", LambdaCaller.Zip("there"))).Ok();
        await caller.SettleAsync("there");

        foreach (var zip in Hostile())
        {
            await AssertRefusedAsync(caller, zip, 400, "InvalidParameterValueException", Unreadable);
        }

        await AssertRefusedAsync(caller, new RawZip().ToBytes(), 400, "InvalidParameterValueException", "Uploaded file must be a non-empty zip");
        await AssertRefusedAsync(caller, Bomb(), 400, "InvalidParameterValueException", "Unzipped size must be smaller than 262144000 bytes");
        await AssertRefusedAsync(caller, new byte[52_428_801], 413, "RequestEntityTooLargeException", "Zipped size must be smaller than 52428800 bytes");

        Assert.Equal((1, 1, 0), CodeFolder.Count(server.DataDirectory));
        Assert.Equal(["there"], (await caller.ListAsync(LambdaCaller.Functions, "Functions")).Select(function => function.GetProperty("FunctionName").GetString()));
        Assert.Equal(LambdaCaller.Zip("there"), await caller.DownloadAsync("there"));
        Assert.False(Path.Exists(Path.Combine(Path.GetTempPath(), "goldcrest-slipped")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_over_70_megabytes_is_refused_whether_it_tells_its_length_or_not(bool isChunked)
    {
        await using var server = await GoldcrestServer.StartAsync();

        var answer = await LambdaCaller.Root(server).SendAsync("POST", LambdaCaller.Functions, new byte[MaxRequest + 1], isChunked);

        Assert.Equal(
            (413, "RequestEntityTooLargeException", $"Request must be smaller than {MaxRequest} bytes for the CreateFunction operation"),
            (answer.Status, answer.ErrorType, answer.Message));
    }

    [Fact]
    public async Task The_largest_request_is_read()
    {
        await using var server = await GoldcrestServer.StartAsync();
        var caller = LambdaCaller.Root(server);
        var body = Encoding.UTF8.GetBytes("""{"FunctionName":"f","Role":"r1","Code":{}}""".PadRight(MaxRequest));

        var answer = await caller.SendAsync("POST", LambdaCaller.Functions, body);

        Assert.Equal((400, "ValidationException"), (answer.Status, answer.ErrorType));
    }

    private static async Task AssertRefusedAsync(LambdaCaller caller, byte[] zip, int status, string errorType, string message)
    {
        LambdaAnswer[] answers = [await caller.CreateAsync("refused", zip), await caller.UpdateCodeAsync("there", zip)];

        Assert.All(answers, answer => Assert.Equal((status, errorType, message), (answer.Status, answer.ErrorType, answer.Message)));
    }

    private static IEnumerable<byte[]> Hostile() =>
    [
        "this is not a zipfile, just a random string"u8.ToArray(),
        LambdaCaller.Zip("cut")[..^30],
        new RawZip(new RawEntry("../../../../../../../tmp/goldcrest-slipped", "x")).ToBytes(),
        new RawZip(new RawEntry("/tmp/goldcrest-slipped", "x")).ToBytes(),
        new RawZip(RawEntry.Link("out", "/tmp"), new RawEntry("out/goldcrest-slipped", "x")).ToBytes(),
        new RawZip(RawEntry.Link("out", "../../../..")).ToBytes(),
        new RawZip(new RawEntry("twice", "1"), new RawEntry("twice", "2")).ToBytes(),
        new RawZip(new RawEntry("device") { Mode = 0x21B6 }).ToBytes(),
        new RawZip(new RawEntry("damaged", "x") { Crc = 1 }).ToBytes(),
    ];

    /// <summary>A quarter of a megabyte that unpacks to more than is allowed.</summary>
    private static byte[] Bomb()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            var zeros = new byte[1024 * 1024];
            using var file = zip.CreateEntry("zeros").Open();
            for (var megabyte = 0; megabyte < 251; megabyte++)
            {
                file.Write(zeros);
            }
        }

        return bytes.ToArray();
    }
}
