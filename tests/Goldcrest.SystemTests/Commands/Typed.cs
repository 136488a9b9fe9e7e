using Goldcrest.SystemTests.Serving;

namespace Goldcrest.SystemTests.Commands;

/// <summary>Commands as a person types them, in a shell where nothing is exported.</summary>
internal static class Typed
{
    private static readonly Dictionary<string, string> Nothing = [];

    public static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.RunAsync(GoldcrestServer.Program, arguments, Nothing);

    /// <summary>A client command that finds the server by its data directory.</summary>
    public static Task<ProgramRun> OnAsync(GoldcrestServer server, params string[] arguments) => RunAsync([.. arguments, "--data", server.DataDirectory]);

    /// <summary>Makes a Python function of one file.</summary>
    public static async Task DeployAsync(GoldcrestServer server, string name, string source)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "app.py"), source);
        var run = await OnAsync(server, "deploy", folder.Path, "--name", name, "--runtime", "python3.11", "--handler", "app.handler", "--timeout", "100");
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException(run.Errors);
        }
    }
}
