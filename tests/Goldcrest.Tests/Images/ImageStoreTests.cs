using System.Text.Json.Nodes;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Images;

namespace Goldcrest.Tests.Images;

/// <summary>The store: each image once, whole or not at all, as long as somebody needs it.</summary>
public sealed class ImageStoreTests : IDisposable
{
    private readonly ImageNode _node = new();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Many_who_want_an_image_at_once_share_one_pull()
    {
        var image = Small();
        var hash = _node.Registry.Serve(ImageNode.Address, "1", image);
        var library = _node.Open();

        var failures = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => library.PullAsync(ImageNode.Uri, hash, ImageNode.Token)));

        Assert.All(failures, Assert.Null);
        Assert.Single(_node.Registry.Requests, request => request.Address.EndsWith(image.LayerHashes[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restart_keeps_what_is_whole_and_forgets_what_is_not()
    {
        var hash = _node.Registry.Serve(ImageNode.Address, "1", Small());
        await _node.Open().PullAsync(ImageNode.Uri, hash, ImageNode.Token);
        Directory.CreateDirectory(Path.Combine(_node.StoreFolder, "drafts", "half", "root", "etc"));
        _node.Registry.Answers.Clear();

        var library = _node.Open();

        Assert.Empty(_node.Leftovers);
        Assert.Null(await library.PullAsync(ImageNode.Uri, hash, ImageNode.Token));
        Assert.Equal(["/run"], (await library.OpenAsync(library.OriginOf(ImageNode.Uri), hash, ImageNode.Token)).Defaults.EntryPoint);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("tree")]
    [InlineData("configuration")]
    [InlineData("half the configuration")]
    public async Task An_image_that_the_disk_lost_is_pulled_again(string lost)
    {
        var hash = _node.Registry.Serve(ImageNode.Address, "1", Small());
        await _node.Open().PullAsync(ImageNode.Uri, hash, ImageNode.Token);
        var image = Path.Combine(_node.StoreFolder, hash);
        switch (lost)
        {
            case "all":
                Directory.Delete(image, recursive: true);
                break;
            case "tree":
                Directory.Delete(Path.Combine(image, "root"), recursive: true);
                break;
            case "configuration":
                File.Delete(Path.Combine(image, "config.json"));
                break;
            default:
                await File.WriteAllTextAsync(Path.Combine(image, "config.json"), "{", ImageNode.Token);
                break;
        }

        var library = _node.Open();

        Assert.True(File.Exists(Path.Combine((await library.OpenAsync(library.OriginOf(ImageNode.Uri), hash, ImageNode.Token)).Root, "file")));
        Assert.Empty(_node.Leftovers);
    }

    [Fact]
    public async Task Only_what_is_neither_named_nor_pinned_is_collected()
    {
        var (named, pinned, free) = (await PullAsync("named"), await PullAsync("pinned"), await PullAsync("free"));
        _node.Open();
        using var pin = _node.Store!.Pin(pinned);

        Assert.Equal(1, await _node.Store.CollectAsync(hash => hash == named, ImageNode.Token));

        Assert.Null(_node.Store.Find(free));
        Assert.NotNull(_node.Store.Find(named));
        Assert.NotNull(_node.Store.Find(pinned));
        Assert.Empty(_node.Leftovers);
    }

    [Fact]
    public async Task An_image_of_the_longest_paths_is_collected_like_any_other()
    {
        _node.Open();
        var longest = 4_000 - Path.Combine(_node.StoreFolder, "drafts", Guid.Empty.ToString("N"), "root").Length - 1;
        var hash = _node.Registry.Serve(ImageNode.Address, "1", Deep(longest));

        Assert.Null(await _node.Open().PullAsync(ImageNode.Uri, hash, ImageNode.Token));
        Assert.Equal(1, await _node.Store!.CollectAsync(_ => false, ImageNode.Token));
        Assert.Empty(_node.Leftovers);

        hash = _node.Registry.Serve(ImageNode.Address, "1", Deep(longest + 1));
        Assert.Equal(ImageFailure.Reason.Broken, (await _node.Open().PullAsync(ImageNode.Uri, hash, ImageNode.Token))?.Kind);
        Assert.Empty(_node.Leftovers);
    }

    /// <summary>As an earlier release left them, or a data directory that was moved to where paths are longer.</summary>
    [Fact]
    public void What_cannot_be_deleted_keeps_no_store_from_opening()
    {
        _node.Open();
        var (here, draft) = (Path.Combine(_node.Root, "d"), Path.Combine(_node.StoreFolder, "drafts", "half"));
        var deep = here;
        while (deep.Length < 4_050)
        {
            deep = Path.Combine(deep, new string('d', Math.Min(200, 4_060 - deep.Length - 1)));
        }

        Directory.CreateDirectory(deep);
        Directory.CreateDirectory(draft);
        Directory.Move(here, Path.Combine(draft, new string('e', 100)));
        try
        {
            _node.Open();

            Assert.Equal([draft], _node.Leftovers);
        }
        finally
        {
            Directory.Move(Path.Combine(draft, new string('e', 100)), here);
        }
    }

    [Fact]
    public async Task A_layout_and_its_archives_name_the_same_image()
    {
        var folder = Path.Combine(_node.Root, "shelf");
        var image = Small();
        var hash = image.SaveLayout(Path.Combine(folder, "layout"), "1");
        System.Formats.Tar.TarFile.CreateFromDirectory(Path.Combine(folder, "layout"), Path.Combine(folder, "archive.tar"), includeBaseDirectory: false);
        _node.Sources = $"disk={folder}";
        var library = _node.Open();

        Assert.Equal(hash, await ResolveAsync(library, "disk/layout:1"));
        Assert.Equal(hash, await ResolveAsync(library, $"disk/layout@sha256:{hash}"));
        Assert.Equal(hash, await ResolveAsync(library, "disk/archive:1"));
        Assert.Null(await ResolveAsync(library, "disk/layout:2"));
        Assert.Null(await ResolveAsync(library, "disk/nothing:1"));
        Assert.Null(await library.PullAsync(ImageUri.TryParse("disk/archive:1")!, hash, ImageNode.Token));
    }

    [Fact]
    public async Task An_archive_of_docker_is_an_image_too()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_node.Root, "shelf")).FullName;
        var tar = RawTar.Archive(RawTar.Entry("file", content: "hello"u8.ToArray()));
        new TestImage { IsDocker = true }.Layer(tar, "", tar).SaveDocker(Path.Combine(folder, "saved.tar"), "saved:1");
        _node.Sources = $"disk={folder}";
        var library = _node.Open();

        var hash = await ResolveAsync(library, "disk/saved:1");
        Assert.Equal(hash, await ResolveAsync(library, $"disk/saved:1@sha256:{hash}"));
        Assert.Null(await library.PullAsync(ImageUri.TryParse("disk/saved:1")!, hash!, ImageNode.Token));

        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(_node.Store!.Find(hash!)!.Root, "file"), ImageNode.Token));
        Assert.Null(await ResolveAsync(library, "disk/saved:2"));
    }

    private static TestImage Small(string content = "hello") => new TestImage { Config = new JsonObject { ["Entrypoint"] = new JsonArray("/run") } }
        .Files(("file", System.Text.Encoding.UTF8.GetBytes(content), 0b110_100_100));

    /// <summary>One file whose path has so many letters.</summary>
    private static TestImage Deep(int letters)
    {
        var path = string.Concat(Enumerable.Repeat("one folder deeper/", (letters - 1) / 18));
        var tar = RawTar.Archive(
            RawTar.Entry("long", 'L', content: System.Text.Encoding.UTF8.GetBytes(path + new string('f', letters - path.Length))), RawTar.Entry("short"));
        return new TestImage().Layer(tar, "", tar);
    }

    private async Task<string> PullAsync(string content)
    {
        var hash = _node.Registry.Serve(ImageNode.Address, "1", Small(content));
        Assert.Null(await _node.Open().PullAsync(ImageNode.Uri, hash, ImageNode.Token));
        return hash;
    }

    private static async Task<string?> ResolveAsync(Goldcrest.Server.Images.ImageLibrary library, string uri)
    {
        var (hold, failure) = await library.ResolveAsync(ImageUri.TryParse(uri)!, "x86_64", ImageNode.Token);
        hold?.Pin.Dispose();
        Assert.True(hold is not null || failure!.Kind == ImageFailure.Reason.Missing);
        return hold?.Sha256Hex;
    }
}
