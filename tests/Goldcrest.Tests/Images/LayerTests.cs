using System.Formats.Tar;
using System.Text;
using Goldcrest.Core.Images;

namespace Goldcrest.Tests.Images;

/// <summary>What becomes of layers: what they leave, what they hide, and what they may not.</summary>
public sealed class LayerTests : IDisposable
{
    private readonly ImageNode _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Later_layers_lie_over_earlier_ones_and_hide_what_they_say()
    {
        var image = new TestImage()
            .Layer(tar =>
            {
                TestImage.Write(tar, "kept", "1");
                TestImage.Write(tar, "changed", "1");
                TestImage.Write(tar, "gone", "1");
                TestImage.Write(tar, "folder/gone/deep", "1");
                TestImage.Write(tar, "emptied/below", "1");
                TestImage.Write(tar, "emptied/sub/below", "1");
            })
            .Layer(tar =>
            {
                TestImage.Write(tar, "changed", "2");
                TestImage.Write(tar, ".wh.gone", "");
                TestImage.Write(tar, "folder/.wh.gone", "");
                TestImage.Write(tar, "emptied/sub/first", "2");
                TestImage.Write(tar, "emptied/.wh..wh..opq", "");
                TestImage.Write(tar, "emptied/last", "2");
            });

        var tree = await TreeAsync(image);

        Assert.Equal(("1", "2"), (Read(tree, "kept"), Read(tree, "changed")));
        Assert.Equal(["last", "sub", "sub/first"], Below(tree, "emptied"));
        Assert.False(File.Exists(Path.Combine(tree, "gone")) || Directory.Exists(Path.Combine(tree, "folder/gone")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(tree, ".wh.*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Modes_links_times_and_second_names_stay_and_privileges_do_not()
    {
        var time = new DateTimeOffset(2020, 2, 3, 4, 5, 6, TimeSpan.Zero);
        var image = new TestImage().Layer(tar =>
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "bin/tool")
            {
                DataStream = new MemoryStream("#!"u8.ToArray()),
                Mode = (UnixFileMode)0b111_101_101 | UnixFileMode.SetUser | UnixFileMode.SetGroup,
                ModificationTime = time,
            });
            TestImage.Link(tar, TarEntryType.HardLink, "bin/same", "bin/tool");
            TestImage.Link(tar, TarEntryType.SymbolicLink, "tool", "/bin/tool");
            TestImage.Link(tar, TarEntryType.SymbolicLink, "sbin", "bin");
            TestImage.Write(tar, "sbin/other", "through a link");
            tar.WriteEntry(new PaxTarEntry(TarEntryType.CharacterDevice, "null") { DeviceMajor = 1, DeviceMinor = 3 });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, "pipe"));
            TestImage.Write(tar, new string('n', 200) + "/" + new string('m', 200), "long");
        });

        var tree = await TreeAsync(image);

        var tool = Path.Combine(tree, "bin/tool");
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(tool));
        Assert.Equal(time.UtcDateTime, File.GetLastWriteTimeUtc(tool));
        Assert.Equal("#!", Read(tree, "bin/same"));
        Assert.Equal(("/bin/tool", "bin"), (new FileInfo(Path.Combine(tree, "tool")).LinkTarget, new FileInfo(Path.Combine(tree, "sbin")).LinkTarget));
        Assert.Equal("through a link", Read(tree, "bin/other"));
        Assert.False(File.Exists(Path.Combine(tree, "null")) || File.Exists(Path.Combine(tree, "pipe")));
        Assert.Equal("long", Read(tree, new string('n', 200) + "/" + new string('m', 200)));
    }

    [Fact]
    public async Task Everything_that_is_mounted_later_has_a_place_whatever_the_image_says()
    {
        var image = new TestImage().Layer(tar =>
        {
            TestImage.Link(tar, TarEntryType.SymbolicLink, "etc/resolv.conf", "/run/systemd/resolve/stub-resolv.conf");
            TestImage.Link(tar, TarEntryType.SymbolicLink, "tmp", "/etc");
            TestImage.Write(tar, "proc", "a file");
            TestImage.Link(tar, TarEntryType.SymbolicLink, "var", "/usr/var");
        });

        var tree = await TreeAsync(image);

        Assert.All(["proc", "dev", "tmp", "opt", "usr/var/task", "usr/var/runtime"], name => Assert.True(Directory.Exists(Path.Combine(tree, name)), name));
        Assert.All(["tmp", "etc/resolv.conf", "etc/hosts", "etc/hostname"], name => Assert.Null(new FileInfo(Path.Combine(tree, name)).LinkTarget));
        Assert.Equal("", Read(tree, "etc/resolv.conf"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("")]
    public async Task Layers_are_read_by_what_they_are_whatever_they_are_said_to_be(string said)
    {
        var tar = RawTar.Archive(RawTar.Entry("file", content: "hello"u8.ToArray()));

        Assert.Equal("hello", Read(await TreeAsync(new TestImage().Layer(tar, said, tar)), "file"));
        Assert.Equal("hello", Read(await TreeAsync(new TestImage().Layer(tar, said, TestImage.Gzip(tar))), "file"));
        Assert.Equal("hello", Read(await TreeAsync(new TestImage().Layer(tar, said, Zstd(tar))), "file"));
    }

    /// <summary>Each of them tries to write, link or remove what is outside; the file beside the store must be as it was.</summary>
    public static TheoryData<string> Attacks => [.. Attempts.Keys];

    private static Dictionary<string, Func<byte[][]>> Attempts { get; } = new()
    {
        ["steps up"] = () => [RawTar.Entry("../../../victim", content: "x"u8.ToArray())],
        ["steps up in the middle"] = () => [RawTar.Entry("a/../../../../victim", content: "x"u8.ToArray())],
        ["second name of what is outside"] = () => [RawTar.Entry("stolen", '1', "../../../../victim")],
        ["second name through a link"] = () => [RawTar.Entry("up", '2', "../../../.."), RawTar.Entry("stolen", '1', "up/victim")],
        ["a whiteout of the folder itself"] = () => [RawTar.Entry("a/.wh..")],
        ["a whiteout of the folder above"] = () => [RawTar.Entry(".wh...")],
        ["a whiteout of nothing"] = () => [RawTar.Entry("a/.wh.")],
        ["links in circles"] = () => [RawTar.Entry("a", '2', "b"), RawTar.Entry("b", '2', "a"), RawTar.Entry("a/x", content: "x"u8.ToArray())],
        ["through a file"] = () => [RawTar.Entry("a", content: "x"u8.ToArray()), RawTar.Entry("a/b", content: "x"u8.ToArray())],
        ["the root as a link"] = () => [RawTar.Entry("./", '2', "/etc")],
        ["a name without end"] = () => [RawTar.Entry("././@LongLink", 'L', content: Encoding.UTF8.GetBytes(new string('a', 5000))), RawTar.Entry("short")],
        ["attributes without end"] = () => [RawTar.Entry("pax", 'x', bytes: "77777777777\0")],
        ["attributes that add up"] = () => [Comment(600_000), Comment(600_000), RawTar.Entry("a")],
        ["a size that is none"] = () => [RawTar.Entry("a", bytes: "notanumber!\0")],
        ["a size below nothing"] = () => [RawTar.Entry("a", 'x', content: "13 size=-5555\n"u8.ToArray()), RawTar.Entry("b")],
        ["content that is not there"] = () => [RawTar.Entry("a", bytes: "00000100000\0")],
        ["a file with holes"] = () => [RawTar.Entry("a", 'S')],
        ["no tar at all"] = () => [Encoding.UTF8.GetBytes(new string('x', 4096))],
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task A_hostile_layer_breaks_nothing_but_its_own_image(string attack)
    {
        var victim = Path.Combine(_node.Root, "victim");
        await File.WriteAllTextAsync(victim, "untouched", ImageNode.Token);
        var tar = attack == "no tar at all" ? Attempts[attack]()[0] : RawTar.Archive(Attempts[attack]());

        var (_, failure) = await _node.PullAsync(new TestImage().Layer(tar, "gzip", TestImage.Gzip(tar)));

        Assert.Equal(ImageFailure.Reason.Broken, failure?.Kind);
        Assert.Equal("untouched", await File.ReadAllTextAsync(victim, ImageNode.Token));
        Assert.Empty(_node.Leftovers);
    }

    [Fact]
    public async Task Links_that_lead_out_are_walked_inside()
    {
        var victim = Path.Combine(_node.Root, "victim");
        await File.WriteAllTextAsync(victim, "untouched", ImageNode.Token);
        var tar = RawTar.Archive(
            RawTar.Entry("abs", '2', _node.Root), RawTar.Entry("abs/victim", content: "inside"u8.ToArray()),
            RawTar.Entry("up", '2', "../../../../../../../../.."), RawTar.Entry("up/top", content: "inside"u8.ToArray()),
            RawTar.Entry("/rooted", content: "inside"u8.ToArray()),
            RawTar.Entry("abs", content: "a file now"u8.ToArray()),
            RawTar.Entry("up/.wh.etc"));

        var tree = await TreeAsync(new TestImage().Layer(tar, "", tar));

        Assert.Equal("untouched", await File.ReadAllTextAsync(victim, ImageNode.Token));
        Assert.Equal(("inside", "inside", "inside", "a file now"), (Read(tree, _node.Root[1..] + "/victim"), Read(tree, "top"), Read(tree, "rooted"), Read(tree, "abs")));
    }

    [Fact]
    public async Task An_image_has_bounds()
    {
        _node.Limits = new ImageLimits { MaxBytes = 1_000_000, MaxEntries = 100 };
        var zeros = RawTar.Archive(RawTar.Entry("bomb", content: new byte[2_000_000]));
        var many = RawTar.Archive(Enumerable.Range(0, 101).Select(number => RawTar.Entry($"{number}")));
        var trailing = (byte[])[.. RawTar.Archive(RawTar.Entry("small")), .. new byte[2_000_000]];

        Assert.Equal(ImageFailure.Reason.TooLarge, (await _node.PullAsync(new TestImage().Layer(zeros, "gzip", TestImage.Gzip(zeros)))).Failure?.Kind);
        Assert.Equal(ImageFailure.Reason.TooLarge, (await _node.PullAsync(new TestImage().Layer(many, "gzip", TestImage.Gzip(many)))).Failure?.Kind);
        Assert.Equal(ImageFailure.Reason.TooLarge, (await _node.PullAsync(new TestImage().Layer(trailing, "gzip", TestImage.Gzip(trailing)))).Failure?.Kind);
        Assert.Empty(_node.Leftovers);
    }

    /// <summary>One entry may need 255 folders that no entry names, and links give each folder any number of paths.</summary>
    [Fact]
    public async Task What_no_entry_names_is_bounded_too()
    {
        _node.Limits = new ImageLimits { MaxEntries = 100 };
        var folders = RawTar.Archive(Enumerable.Range(0, 3).Select(number => RawTar.Entry(Repeat($"{number}/", 48) + "f")));
        var paths = RawTar.Archive(Enumerable.Range(0, 4).SelectMany(number => new[] { RawTar.Entry($"{number}", '2', "."), RawTar.Entry(Repeat($"{number}/", 38) + "f") }));

        Assert.Equal(ImageFailure.Reason.TooLarge, (await _node.PullAsync(new TestImage().Layer(folders, "", folders))).Failure?.Kind);
        Assert.Equal(ImageFailure.Reason.TooLarge, (await _node.PullAsync(new TestImage().Layer(paths, "", paths))).Failure?.Kind);
        Assert.Empty(_node.Leftovers);
    }

    /// <summary>So that the last byte of the tar is the last for which there was room, and the first at which the frame ends.</summary>
    [Theory]
    [InlineData(256 * 1024)]
    [InlineData(768 * 1024)]
    public async Task A_zstd_layer_may_end_where_the_readers_room_ends(int bytes)
    {
        var head = RawTar.Entry("zeros", bytes: Convert.ToString(bytes - 512 - 1024, 8).PadLeft(11, '0') + "\0");
        var blob = new List<byte> { 0x28, 0xB5, 0x2F, 0xFD, 0xA0 };
        blob.AddRange(BitConverter.GetBytes(bytes));
        AddBlock(blob, isLast: false, isRepeated: false, head.Length, head);
        for (var left = bytes - head.Length; left > 0; left -= 128 * 1024)
        {
            AddBlock(blob, left <= 128 * 1024, isRepeated: true, Math.Min(left, 128 * 1024), [0]);
        }

        var tree = await TreeAsync(new TestImage().Layer([.. head, .. new byte[bytes - head.Length]], "zstd", [.. blob]));

        Assert.Equal(bytes - 512 - 1024, new FileInfo(Path.Combine(tree, "zeros")).Length);
    }

    [Fact]
    public async Task Of_equal_names_the_last_one_counts()
    {
        var tar = RawTar.Archive(
            RawTar.Entry("a", content: "1"u8.ToArray()), RawTar.Entry("a", content: "2"u8.ToArray()), RawTar.Entry("a", '5'), RawTar.Entry("a/b", content: "3"u8.ToArray()));

        Assert.Equal("3", Read(await TreeAsync(new TestImage().Layer(tar, "", tar)), "a/b"));
    }

    private async Task<string> TreeAsync(TestImage image)
    {
        var (tree, failure) = await _node.PullAsync(image);
        Assert.Null(failure);
        return tree!;
    }

    private static string Read(string tree, string path) => File.ReadAllText(Path.Combine(tree, path));

    private static IEnumerable<string> Below(string tree, string folder) =>
        Directory.EnumerateFileSystemEntries(Path.Combine(tree, folder), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Path.Combine(tree, folder), path)).Order(StringComparer.Ordinal);

    /// <summary>A frame of one block that is not compressed, which every decoder must take.</summary>
    private static byte[] Zstd(byte[] content)
    {
        var bytes = new List<byte> { 0x28, 0xB5, 0x2F, 0xFD, 0xA0 };
        bytes.AddRange(BitConverter.GetBytes(content.Length));
        for (var at = 0; at < content.Length; at += 60_000)
        {
            var count = Math.Min(60_000, content.Length - at);
            AddBlock(bytes, at + count == content.Length, isRepeated: false, count, content[at..(at + count)]);
        }

        return [.. bytes];
    }

    /// <param name="frame">Where it goes.</param>
    /// <param name="isLast">Of the frame.</param>
    /// <param name="isRepeated">Whether the content is one byte, which stands for all.</param>
    /// <param name="count">Of the bytes that come out.</param>
    /// <param name="content">As it lies in the frame.</param>
    private static void AddBlock(List<byte> frame, bool isLast, bool isRepeated, int count, byte[] content)
    {
        var head = (count << 3) | (isRepeated ? 2 : 0) | (isLast ? 1 : 0);
        frame.AddRange([(byte)head, (byte)(head >> 8), (byte)(head >> 16), .. content]);
    }

    private static string Repeat(string part, int times) => string.Concat(Enumerable.Repeat(part, times));

    /// <summary>An entry of attributes that say nothing, at length.</summary>
    private static byte[] Comment(int letters)
    {
        var fact = $" comment={new string('x', letters)}\n";
        return RawTar.Entry("pax", 'x', content: Encoding.UTF8.GetBytes($"{fact.Length + 6}{fact}"));
    }
}
