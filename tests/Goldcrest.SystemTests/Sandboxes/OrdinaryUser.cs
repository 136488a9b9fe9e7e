using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Sandboxes;

/// <summary>A user of the host who may nothing: a copy of the program and a home of his own.</summary>
internal sealed class OrdinaryUser : IDisposable
{
    private const string Id = "61234";
    private const UnixFileMode Readable = (UnixFileMode)0b111_101_101;
    private readonly string _directory = Directory.CreateTempSubdirectory("goldcrest-user-").FullName;

    private OrdinaryUser()
    {
    }

    /// <summary>What to put before a command so that he runs it.</summary>
    public static IReadOnlyList<string> Prefix { get; } = ["/usr/bin/setpriv", "--reuid", Id, "--regid", Id, "--clear-groups"];

    public string Home => Path.Combine(_directory, "home");

    public string Program => Path.Combine(_directory, "program", "goldcrest");

    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["HOME"] = Home,
        ["XDG_DATA_HOME"] = Path.Combine(Home, "data"),
        ["GOLDCREST_ISOLATION"] = "",
        ["TMPDIR"] = Home,
    };

    /// <remarks>Skips the test where he can have neither a sandbox nor .NET.</remarks>
    public static async Task<OrdinaryUser> CreateAsync()
    {
        var user = new OrdinaryUser();
        File.SetUnixFileMode(user._directory, Readable);
        Directory.CreateDirectory(user.Home);
        await RunAsync("/bin/cp", "-r", "--dereference", AppContext.BaseDirectory, Path.GetDirectoryName(user.Program)!);
        await RunAsync("/bin/chmod", "-R", "go+rX", Path.GetDirectoryName(user.Program)!);
        await RunAsync("/bin/chown", "-R", $"{Id}:{Id}", user.Home);
        var run = await ProgramRun.RunAsync(Prefix[0], [.. Prefix.Skip(1), "/usr/bin/bwrap", "--unshare-user", "--ro-bind", "/", "/", user.Program, "version"], user.Variables);
        Assert.SkipUnless(run.ExitCode == 0, $"this host gives an ordinary user no sandbox, or no .NET: {run.Errors}");
        return user;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var run = await ProgramRun.RunAsync(program, arguments, new Dictionary<string, string>());
        Assert.True(run.ExitCode == 0, run.Errors);
    }
}
