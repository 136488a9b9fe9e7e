using Goldcrest.Server.Sandboxes.Network.Dns;
using Xunit;

namespace Goldcrest.SystemTests.Network;

public sealed class ResolversTests : IDisposable
{
    private static readonly DateTime Written = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly string _directory = Directory.CreateTempSubdirectory("goldcrest-resolvers-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_file_that_is_replaced_behind_a_link_is_read_anew()
    {
        var (link, target) = (Path.Combine(_directory, "link"), Path.Combine(_directory, "target"));
        File.CreateSymbolicLink(link, target);
        var resolvers = Resolvers.OfFile(link);
        var before = resolvers.Current();
        Write(target, "nameserver 192.0.2.1\n", Written);
        var first = resolvers.Current();

        Write(target + ".new", "# another\r\nnameserver 192.0.2.2\r\nnameserver 192.0.2.3\r\n", Written.AddSeconds(1));
        File.Move(target + ".new", target, overwrite: true);
        var second = resolvers.Current();

        Assert.Empty(before);
        Assert.Equal(["192.0.2.1:53"], first.Select(end => $"{end}"));
        Assert.Equal(["192.0.2.2:53", "192.0.2.3:53"], second.Select(end => $"{end}"));
        Assert.Same(second, resolvers.Current());
    }

    private static void Write(string path, string text, DateTime at)
    {
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, at);
    }
}
