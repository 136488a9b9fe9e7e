using Goldcrest.Core.Code;
using Goldcrest.Server.Code;

namespace Goldcrest.Tests.Code;

public sealed class HostileZipTests : IDisposable
{
    private static readonly CodeLimits Small = new() { MaxZippedBytes = 20_000, MaxUnzippedBytes = 50_000, MaxEntries = 50, MaxDirectories = 60 };
    private static readonly RawEntry Good = new("index.js", "exports.handler = 1");

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_zip_over_the_limit_is_refused()
    {
        await AssertRefused(CodeRefusal.ZippedTooLarge, new byte[20_001]);
    }

    [Fact]
    public async Task Anything_that_is_no_zip_is_refused()
    {
        var zip = new RawZip(Good).ToBytes();
        await AssertRefused(CodeRefusal.NotAZip, [1, 2, 3]);
        await AssertRefused(CodeRefusal.NotAZip, "PK\x03\x04 and nothing more, really nothing more"u8.ToArray());
        await AssertRefused(CodeRefusal.NotAZip, new RawZip(Good) { Behind = [0] }.ToBytes());
        await AssertRefused(CodeRefusal.NotAZip, new RawZip(Good) { EntryCount = 2 }.ToBytes());
        await AssertRefused(CodeRefusal.NotAZip, new RawZip(Good, new RawEntry("b")) { EntryCount = 1 }.ToBytes());
        await AssertRefused(CodeRefusal.NotAZip, new RawZip(Good) { DirectoryLength = uint.MaxValue - 1 }.ToBytes());
        await AssertRefused(CodeRefusal.NotAZip, new RawZip(Good) { DirectoryOffset = 1_000_000 }.ToBytes());
        await AssertRefused(CodeRefusal.NotAZip, new RawZip(Good) { Disk = 1 }.ToBytes());
        await AssertRefused(CodeRefusal.NotAZip, new RawZip(Good with { Disk = 3 }).ToBytes());
        await AssertRefused(CodeRefusal.NotAZip, new RawZip(Good with { Offset = 1_000_000 }).ToBytes());
        await AssertRefused(CodeRefusal.NotAZip, new RawZip(Good with { Offset = 7 }).ToBytes());
        await AssertRefused(CodeRefusal.Empty, new RawZip().ToBytes());
        await AssertRefused(CodeRefusal.Empty, []);
        for (var length = 0; length < zip.Length; length++)
        {
            await AssertRefused(reason: null, zip[..length]);
        }
    }

    [Fact]
    public async Task What_no_reader_of_ours_can_unpack_is_refused()
    {
        await AssertRefused(CodeRefusal.Encrypted, new RawZip(Good with { Flags = 1 }).ToBytes());
        await AssertRefused(CodeRefusal.Encrypted, new RawZip(Good with { Flags = 1 << 6 }).ToBytes());
        await AssertRefused(CodeRefusal.Encrypted, new RawZip(Good with { Flags = 1 << 13 }).ToBytes());
        await AssertRefused(CodeRefusal.UnsupportedCompression, new RawZip(Good with { Method = 12, Packed = [1] }).ToBytes());
        await AssertRefused(CodeRefusal.UnsupportedCompression, new RawZip(Good with { Method = 9, Packed = [1] }).ToBytes());
    }

    [Fact]
    public async Task Headers_that_contradict_each_other_are_refused()
    {
        await AssertRefused(CodeRefusal.HeadersDisagree, new RawZip(Good with { LocalName = "index.py"u8.ToArray() }).ToBytes());
        await AssertRefused(CodeRefusal.HeadersDisagree, new RawZip(Good with { LocalName = "../../evil"u8.ToArray() }).ToBytes());
        await AssertRefused(CodeRefusal.HeadersDisagree, new RawZip(Good with { LocalMethod = 0 }).ToBytes());
        await AssertRefused(CodeRefusal.HeadersDisagree, new RawZip(Good with { LocalFlags = 1 }).ToBytes());
        await AssertRefused(CodeRefusal.HeadersDisagree, new RawZip(Good with { LocalCrc = 1 }).ToBytes());
        await AssertRefused(CodeRefusal.HeadersDisagree, new RawZip(Good with { LocalSize = 1 }).ToBytes());
        await AssertRefused(CodeRefusal.HeadersDisagree, new RawZip(Good with { Method = 0, Size = 5 }).ToBytes());
    }

    [Fact]
    public async Task Damaged_content_is_refused()
    {
        await AssertRefused(CodeRefusal.ContentDamaged, new RawZip(Good with { Crc = 1 }).ToBytes());
        await AssertRefused(CodeRefusal.ContentDamaged, new RawZip(Good with { Crc = 1, Method = 0 }).ToBytes());
        await AssertRefused(CodeRefusal.ContentDamaged, new RawZip(Good with { Size = 18 }).ToBytes());
        await AssertRefused(CodeRefusal.ContentDamaged, new RawZip(Good with { Size = 20 }).ToBytes());
        await AssertRefused(CodeRefusal.ContentDamaged, new RawZip(Good with { Packed = [0xFF, 0xFF, 0xFF] }).ToBytes());
        await AssertRefused(CodeRefusal.ContentDamaged, new RawZip(Good with { Packed = Good.PackedBytes[..^4] }).ToBytes());
        await AssertRefused(CodeRefusal.ContentDamaged, new RawZip(Good with { Packed = [] }).ToBytes());
    }

    [Fact]
    public async Task A_bomb_is_stopped_whatever_its_headers_say()
    {
        var zeros = new byte[50_001];
        var half = new byte[25_001];
        await AssertRefused(CodeRefusal.UnzippedTooLarge, new RawZip(new RawEntry("a", zeros)).ToBytes());
        await AssertRefused(CodeRefusal.UnzippedTooLarge, new RawZip(new RawEntry("a", half), new RawEntry("b", half)).ToBytes());
        await AssertRefused(CodeRefusal.UnzippedTooLarge, new RawZip(new RawEntry("a", new byte[1_000_000]) { Size = 10 }).ToBytes());
        await AssertRefused(CodeRefusal.UnzippedTooLarge, new RawZip(new RawEntry("a", new byte[1_000_000]) { Size = 10, Descriptor = true }).ToBytes());
        await AssertRefused(CodeRefusal.UnzippedTooLarge, new RawZip(Good with { Wide = true, Size = long.MaxValue / 8 }).ToBytes());
        await AssertRefused(CodeRefusal.NotAZip, new RawZip(Good with { Wide = true, Size = -1 }).ToBytes());
    }

    [Fact]
    public async Task Entries_that_quote_each_other_s_bytes_are_refused()
    {
        var kernel = new RawEntry("b", new byte[1000]);
        await AssertRefused(CodeRefusal.HeadersDisagree, new RawZip(Good, Good with { Offset = 0, Name = "other.js" }).ToBytes());

        // The outer entry's stored content is the inner entry, header and all.
        var inner = new RawZip(kernel).ToBytes();
        var local = inner.AsSpan(0, 31 + kernel.PackedBytes.Length).ToArray();
        var outer = new RawEntry("a", local) { Method = 0 };
        await AssertRefused(CodeRefusal.Overlapping, new RawZip(outer, kernel with { Offset = 31 }).ToBytes());
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("a/..")]
    [InlineData("..")]
    [InlineData("/etc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("..\\evil")]
    [InlineData("a\\b")]
    [InlineData("C:/evil")]
    [InlineData("c:evil")]
    [InlineData("a\0b")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("./")]
    public async Task A_name_that_leaves_the_tree_is_refused(string name)
    {
        await AssertRefused(CodeRefusal.BadName, new RawZip(Good, new RawEntry(name, "x")).ToBytes());
        await AssertRefused(CodeRefusal.BadName, new RawZip(new RawEntry(name + "/") { Mode = 0 }, Good).ToBytes());
    }

    [Fact]
    public async Task A_name_that_no_disk_can_hold_is_refused()
    {
        await AssertRefused(CodeRefusal.BadName, new RawZip(new RawEntry(new string('a', 256))).ToBytes());
        await AssertRefused(CodeRefusal.BadName, new RawZip(new RawEntry(new string('ä', 128))).ToBytes());
        await AssertRefused(CodeRefusal.BadName, new RawZip(new RawEntry(string.Join('/', Enumerable.Repeat(new string('a', 200), 11)))).ToBytes());
        await AssertRefused(CodeRefusal.BadName, new RawZip(new RawEntry(string.Join('/', Enumerable.Repeat("a", 129)))).ToBytes());
        await AssertRefused(CodeRefusal.BadName, new RawZip(new RawEntry("x") { RawName = [0xFF, 0xFE] }).ToBytes());
    }

    [Fact]
    public async Task Two_entries_for_one_path_are_refused()
    {
        await AssertRefused(CodeRefusal.Duplicate, new RawZip(Good, Good).ToBytes());
        await AssertRefused(CodeRefusal.Duplicate, new RawZip(Good, new RawEntry("./index.js")).ToBytes());
        await AssertRefused(CodeRefusal.Duplicate, new RawZip(RawEntry.Folder("a/"), RawEntry.Folder("a/")).ToBytes());
        await AssertRefused(CodeRefusal.Duplicate, new RawZip(new RawEntry("a"), new RawEntry("a/b")).ToBytes());
        await AssertRefused(CodeRefusal.Duplicate, new RawZip(new RawEntry("a/b"), new RawEntry("a")).ToBytes());
        await AssertRefused(CodeRefusal.Duplicate, new RawZip(RawEntry.Folder("a/"), new RawEntry("a")).ToBytes());
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link()
    {
        await AssertRefused(CodeRefusal.Duplicate, new RawZip(RawEntry.Link("a", "b"), RawEntry.Folder("b/"), new RawEntry("a/x")).ToBytes());
        await AssertRefused(CodeRefusal.Duplicate, new RawZip(new RawEntry("a/x"), RawEntry.Link("a", "b")).ToBytes());
        await AssertRefused(CodeRefusal.Duplicate, new RawZip(RawEntry.Link("a", "b"), new RawEntry("a", "x")).ToBytes());
    }

    [Theory]
    [InlineData("l", "/etc/passwd")]
    [InlineData("l", "..")]
    [InlineData("l", "../x")]
    [InlineData("a/l", "../../x")]
    [InlineData("a/l", "./.././../x")]
    [InlineData("a/l", "b/../../x")]
    [InlineData("l", "b/../x")]
    [InlineData("l", "")]
    [InlineData("l", "a\0b")]
    public async Task A_link_that_could_lead_out_of_the_tree_is_refused(string path, string target)
    {
        await AssertRefused(CodeRefusal.BadLink, new RawZip(Good, RawEntry.Link(path, target)).ToBytes());
    }

    [Fact]
    public async Task A_link_s_target_is_bounded()
    {
        await AssertRefused(CodeRefusal.BadLink, new RawZip(RawEntry.Link("l", new string('a', 2049))).ToBytes());
        await AssertRefused(CodeRefusal.BadLink, new RawZip(new RawEntry("l", [0xFF, 0xFE]) { Mode = 0xA1FF }).ToBytes());
        await AssertRefused(CodeRefusal.ContentDamaged, new RawZip(new RawEntry("l", new byte[1_000_000]) { Mode = 0xA1FF, Size = 4 }).ToBytes());
    }

    [Theory]
    [InlineData(0x1000u)] // pipe
    [InlineData(0x2000u)] // character device
    [InlineData(0x6000u)] // block device
    [InlineData(0xC000u)] // socket
    [InlineData(0xF000u)]
    public async Task Devices_pipes_and_sockets_are_refused(uint type)
    {
        await AssertRefused(CodeRefusal.SpecialFile, new RawZip(Good, new RawEntry("dev") { Mode = type | 0x1A4 }).ToBytes());
        await AssertRefused(CodeRefusal.SpecialFile, new RawZip(Good, new RawEntry("dev/") { Mode = type | 0x1A4 }).ToBytes());
        await AssertRefused(CodeRefusal.SpecialFile, new RawZip(Good, RawEntry.Link("link/", "a")).ToBytes());
    }

    [Fact]
    public async Task Entries_and_directories_are_bounded()
    {
        var many = Enumerable.Range(0, 51).Select(i => new RawEntry($"{i}")).ToArray();
        await AssertRefused(CodeRefusal.TooManyEntries, new RawZip(many).ToBytes());
        await AssertRefused(CodeRefusal.TooManyEntries, new RawZip(new RawEntry(string.Join('/', Enumerable.Range(0, 62)))).ToBytes());
    }

    [Fact]
    public async Task No_zip_with_any_byte_changed_throws_or_leaves_its_tree()
    {
        var random = new Random(20261121);
        var good = new RawZip(
            Good, RawEntry.Folder("lib/"), new RawEntry("lib/a", new string('a', 300)) { Descriptor = true }, RawEntry.Link("lib/l", "../index.js"),
            new RawEntry("w", "wide") { Wide = true, Method = 0 })
        { Wide = true, Comment = "hello"u8.ToArray() }.ToBytes();
        var store = _folder.Open(Small);

        for (var i = 0; i < 3000; i++)
        {
            var zip = (byte[])good.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                zip[random.Next(zip.Length)] = random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => (byte)random.Next(256) };
            }

            if (await store.AddAsync(zip, TestContext.Current.CancellationToken) is CodeIntake.Stored stored)
            {
                stored.Pin.Dispose();
            }
        }

        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Root, "drafts")));
        Assert.All(Directory.GetFileSystemEntries(_folder.Root), path => Assert.Matches("(/drafts|/trees-[^/]+|/[0-9a-f]{64}[.]zip)$", path));
    }

    [Fact]
    public void Every_refusal_has_a_sentence()
    {
        var replies = Enum.GetValues<CodeRefusal>().ToDictionary(reason => reason, reason =>
        {
            var error = CodeReply.From(reason, new CodeLimits());
            return (error.Code, error.Message);
        });

        Assert.Equal(("RequestEntityTooLargeException", "Zipped size must be smaller than 52428800 bytes"), replies[CodeRefusal.ZippedTooLarge]);
        Assert.Equal(("InvalidParameterValueException", "Unzipped size must be smaller than 262144000 bytes"), replies[CodeRefusal.UnzippedTooLarge]);
        Assert.Equal(("InvalidParameterValueException", "Uploaded file must be a non-empty zip"), replies[CodeRefusal.Empty]);
        Assert.Equal(4, replies.Values.Distinct().Count());
    }

    private async Task AssertRefused(CodeRefusal? reason, byte[] zip)
    {
        var store = _folder.Open(Small);

        var intake = await store.AddAsync(zip, TestContext.Current.CancellationToken);

        var refused = Assert.IsType<CodeIntake.Refused>(intake);
        Assert.Equal(reason ?? refused.Reason, refused.Reason);
        Assert.Empty(_folder.Leftovers);
    }
}
