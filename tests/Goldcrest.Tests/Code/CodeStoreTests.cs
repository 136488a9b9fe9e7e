using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Goldcrest.Server.Code;

namespace Goldcrest.Tests.Code;

public sealed class CodeStoreTests : IDisposable
{
    private static readonly byte[] Zip = new RawZip(new RawEntry("index.js", "exports.handler = 1")).ToBytes();

    private readonly StoreFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_zip_is_kept_as_uploaded_under_its_hash()
    {
        var store = _folder.Open();

        var stored = await Add(store, Zip);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Zip)), stored.Sha256Hex);
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(Zip)), stored.CodeSha256);
        Assert.Equal(Zip.Length, stored.CodeSize);
        await using var file = store.OpenZip(stored.Sha256Hex);
        var kept = new byte[Zip.Length + 1];
        Assert.Equal(Zip.Length, await file.ReadAtLeastAsync(kept, kept.Length, throwOnEndOfStream: false, Token));
        Assert.Equal(Zip, kept[..^1]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Name));
    }

    [Fact]
    public async Task Files_directories_and_links_come_out_with_the_modes_of_the_zip()
    {
        var entries = new RawZip(
            new RawEntry("run.sh", "#!") { Mode = 0x81ED },
            new RawEntry("secret", "s") { Mode = 0x8100 },
            new RawEntry("setuid", "s") { Mode = 0x8000 | 0xFFF },
            new RawEntry("windows.txt", "w") { MadeOn = 0, Mode = 0x8001 },
            new RawEntry("zero.txt", "z") { Mode = 0 },
            RawEntry.Folder("empty/") with { Mode = 0x41C0 },
            new RawEntry("deep/er/file", "f") { Descriptor = true },
            RawEntry.Link("deep/link", "../run.sh"),
            RawEntry.Link("first", "deep/er")).ToBytes();
        var store = _folder.Open();

        var tree = await store.UnpackAsync((await Add(store, entries)).Sha256Hex, Token);

        Assert.Equal(0b111_101_101, Mode(tree, "run.sh"));
        Assert.Equal(0b100_000_000, Mode(tree, "secret"));
        Assert.Equal(0b111_111_111, Mode(tree, "setuid"));
        Assert.Equal(0b110_100_100, Mode(tree, "windows.txt"));
        Assert.Equal(0b110_100_100, Mode(tree, "zero.txt"));
        Assert.Equal(0b111_101_101, Mode(tree, "empty"));
        Assert.Equal(0b111_101_101, Mode(tree, "deep/er"));
        Assert.Equal(0b111_101_101, Mode(tree, ""));
        Assert.Equal("../run.sh", new FileInfo(Path.Combine(tree, "deep/link")).LinkTarget);
        Assert.Equal("deep/er", new FileInfo(Path.Combine(tree, "first")).LinkTarget);
        Assert.Equal("f", File.ReadAllText(Path.Combine(tree, "first/file")));
    }

    [Fact]
    public async Task What_honest_writers_make_is_accepted()
    {
        using var library = new MemoryStream();
        using (var archive = new ZipArchive(library, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var content = archive.CreateEntry("größe/€.txt").Open();
            content.Write("x"u8);
        }

        byte[][] zips =
        [
            library.ToArray(),
            new RawZip(new RawEntry("a", "1") { Wide = true }) { Wide = true }.ToBytes(),
            new RawZip(new RawEntry("a", "2") { Descriptor = true, Method = 8 }).ToBytes(),
            new RawZip(new RawEntry("a", "3")) { Prefix = "#!/usr/bin/env python3\n"u8.ToArray() }.ToBytes(),
            new RawZip(new RawEntry("a", "4")) { Prefix = "#!/bin/sh\n"u8.ToArray(), OffsetsCountPrefix = true }.ToBytes(),
            new RawZip(new RawEntry("a", "5")) { Comment = "a comment"u8.ToArray() }.ToBytes(),
            new RawZip(new RawEntry("./a//b/./c", "6")).ToBytes(),
            new RawZip(new RawEntry("a/b"), RawEntry.Folder("a/")).ToBytes(),
            new RawZip(new RawEntry("x", "7") { RawName = [0x81, (byte)'.', (byte)'t'], Flags = 0 }).ToBytes(),
        ];
        var store = _folder.Open();

        foreach (var zip in zips)
        {
            Assert.NotEmpty(Directory.GetFileSystemEntries(await store.UnpackAsync((await Add(store, zip)).Sha256Hex, Token)));
        }

        var trees = Directory.GetFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories);
        Assert.Contains(trees, path => path.EndsWith("/größe/€.txt", StringComparison.Ordinal));
        Assert.Contains(trees, path => path.EndsWith("/ü.t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Callers_at_once_share_one_tree()
    {
        var store = _folder.Open();
        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Add(store, Zip)));
        Directory.Delete(await store.UnpackAsync(stored[0].Sha256Hex, Token), recursive: true);

        var trees = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => store.UnpackAsync(stored[0].Sha256Hex, Token)));

        Assert.Single(trees.Distinct());
        Assert.True(File.Exists(Path.Combine(trees[0], "index.js")));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Root, "drafts")));
    }

    [Fact]
    public async Task A_start_removes_what_a_kill_left_and_keeps_the_rest()
    {
        var hash = (await Add(_folder.Open(), Zip)).Sha256Hex;
        var tree = await _folder.Open().UnpackAsync(hash, Token);
        var orphan = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(tree)!, new string('0', 64)));
        var half = Directory.CreateDirectory(Path.Combine(_folder.Root, "drafts", "half", "tree"));
        var earlier = Directory.CreateDirectory(Path.Combine(_folder.Root, "trees-earlier", hash));
        File.CreateSymbolicLink(Path.Combine(half.FullName, "out"), _folder.Root);

        var reopened = _folder.Open();

        Assert.False(Directory.Exists(orphan.FullName));
        Assert.False(Directory.Exists(half.FullName));
        Assert.False(Directory.Exists(earlier.FullName));
        Assert.Equal(tree, await reopened.UnpackAsync(hash, Token));
        Assert.True(File.Exists(Path.Combine(tree, "index.js")));
    }

    [Fact]
    public async Task A_tree_that_is_gone_is_made_again_and_a_damaged_zip_is_noticed()
    {
        var store = _folder.Open();
        var hash = (await Add(store, Zip)).Sha256Hex;
        Directory.Delete(await store.UnpackAsync(hash, Token), recursive: true);

        Assert.True(File.Exists(Path.Combine(await store.UnpackAsync(hash, Token), "index.js")));

        Directory.Delete(await store.UnpackAsync(hash, Token), recursive: true);
        File.WriteAllBytes(Path.Combine(_folder.Root, $"{hash}.zip"), [.. Zip[..^1], 1]);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.UnpackAsync(hash, Token));
    }

    [Fact]
    public async Task An_unknown_hash_is_not_found_and_a_path_is_no_hash()
    {
        var store = _folder.Open();

        await Assert.ThrowsAsync<FileNotFoundException>(() => store.UnpackAsync(new string('0', 64), Token));
        Assert.Throws<FileNotFoundException>(() => store.OpenZip(new string('0', 64)));
        Assert.Throws<ArgumentException>(() => store.OpenZip("../" + new string('0', 61)));
    }

    [Fact]
    public async Task A_collection_takes_only_what_nobody_names_or_holds()
    {
        var store = _folder.Open();
        var held = await Add(store, Zip);
        var named = await Add(store, new RawZip(new RawEntry("b")).ToBytes());
        var loose = await Add(store, new RawZip(new RawEntry("c")).ToBytes());
        named.Pin.Dispose();
        loose.Pin.Dispose();
        loose.Pin.Dispose();

        var removed = await store.CollectAsync(hash => hash == named.Sha256Hex, Token);

        Assert.Equal(1, removed);
        Assert.Equal(
            new[] { held.Sha256Hex, named.Sha256Hex }.Order(),
            Directory.GetFiles(_folder.Root, "*.zip").Select(file => Path.GetFileNameWithoutExtension(file)!).Order());
        Assert.Equal(2, Directory.GetDirectories(Path.GetDirectoryName(await store.UnpackAsync(held.Sha256Hex, Token))!).Length);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Root, "drafts")));
    }

    [Fact]
    public async Task Code_pinned_and_let_go_during_a_collection_stays()
    {
        var store = _folder.Open();
        var stored = await Add(store, Zip);
        stored.Pin.Dispose();

        // The record came after the question, the pin went before the removal.
        var removed = await store.CollectAsync(
            hash =>
            {
                store.Pin(hash).Dispose();
                return false;
            },
            Token);

        Assert.Equal(0, removed);
        Assert.Equal(1, await store.CollectAsync(_ => false, Token));
    }

    [Fact]
    public async Task Code_added_again_after_its_removal_is_whole()
    {
        var store = _folder.Open();
        (await Add(store, Zip)).Pin.Dispose();
        await store.CollectAsync(_ => false, Token);

        var again = await Add(store, Zip);

        Assert.Equal("exports.handler = 1", File.ReadAllText(Path.Combine(await store.UnpackAsync(again.Sha256Hex, Token), "index.js")));
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_nothing()
    {
        var store = _folder.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.AddAsync(Zip, new CancellationToken(canceled: true)));

        Assert.Empty(_folder.Leftovers);
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void The_checksum_is_the_one_of_zips(string text, uint expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal(expected, Core.Code.Crc32.Append(0, bytes));
        Assert.Equal(expected, Core.Code.Crc32.Append(Core.Code.Crc32.Append(0, bytes.AsSpan(0, bytes.Length / 3)), bytes.AsSpan(bytes.Length / 3)));
    }

    private static async Task<CodeIntake.Stored> Add(CodeStore store, byte[] zip) =>
        Assert.IsType<CodeIntake.Stored>(await store.AddAsync(zip, Token));

    private static int Mode(string tree, string path) => (int)File.GetUnixFileMode(Path.Combine(tree, path));
}
