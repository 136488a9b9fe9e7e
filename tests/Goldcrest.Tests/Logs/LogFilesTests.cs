using Goldcrest.Server.Logs;

namespace Goldcrest.Tests.Logs;

public sealed class LogFilesTests
{
    private static readonly LogFiles Files = new(new LogOptions { Directory = "/logs" });

    public static TheoryData<string> HostileNames { get; } =
    [
        "..", ".", "", "/", "../../etc/passwd", "/absolute", "a/b", "a\0b", "%2F", "a+b", "~", "CON", " ", "\n", new string('x', 512), new string('/', 512), "\u00e9", "a\\b",
    ];

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void No_name_leaves_its_directory(string name)
    {
        var path = Files.PathOf(new LogStreamKey("000000000000", "us-east-1", name, name));

        Assert.Equal(path, Path.GetFullPath(path));
        Assert.Equal(["logs", "000000000000", "us-east-1"], path.Split('/')[1..4]);
        Assert.Equal(6, path.Split('/').Length);
        Assert.All(path.Split('/')[4..], part => Assert.InRange(part.Length, 1, 255));
    }

    [Fact]
    public void No_two_names_share_a_directory()
    {
        var all = HostileNames.Select(row => row.Data).ToList();
        // What a long name is cut to is a name of its own as well.
        all.Add(Path.GetFileName(Files.GroupDirectory("a", "r", new string('x', 512))));
        all.Add(new string('x', 511) + "y");

        var directories = all.Select(name => Files.GroupDirectory("a", "r", name)).ToList();

        Assert.Equal(directories.Count, directories.Distinct(StringComparer.Ordinal).Count());
    }
}
