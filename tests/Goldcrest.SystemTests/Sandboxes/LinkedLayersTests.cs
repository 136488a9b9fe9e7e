using Goldcrest.Server.Sandboxes.Disks;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

public sealed class LinkedLayersTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("goldcrest-layers-").FullName;

    [Fact]
    public void A_later_layer_wins_whatever_stands_in_its_place()
    {
        Write("a/both", "a");
        Write("a/only", "a");
        Write("a/file-then-folder", "a");
        Write("a/folder-then-file/x", "a");
        Write("b/both", "b");
        Write("b/file-then-folder/x", "b");
        Write("b/folder-then-file", "b");
        File.CreateSymbolicLink(PathOf("b/link"), "/etc/shadow");
        File.CreateSymbolicLink(PathOf("a/folder-link"), "/etc");
        Write("b/folder-link/x", "b");

        LinkedLayers.Make([PathOf("a"), PathOf("b")], PathOf("opt"));

        Assert.Equal(("b", "a", "b", "b", "b"), (Read("both"), Read("only"), Read("file-then-folder/x"), Read("folder-then-file"), Read("folder-link/x")));
        Assert.Equal("/etc/shadow", new FileInfo(PathOf("opt/link")).LinkTarget);
        Assert.Equal("a", File.ReadAllText(PathOf("a/both")));
        Assert.False(File.Exists("/etc/x"));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string PathOf(string name) => Path.Combine(_directory, name);

    private string Read(string name) => File.ReadAllText(PathOf("opt/" + name));

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
    }
}
