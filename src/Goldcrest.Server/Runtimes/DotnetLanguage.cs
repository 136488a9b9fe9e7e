namespace Goldcrest.Server.Runtimes;

/// <summary>dotnet8 and its like, served by the host's .NET from version 10 on, for which our bootstrap is built.</summary>
internal sealed class DotnetLanguage(Func<IEnumerable<Interpreter>> look) : Language("dotnet", "dotnet-runtime-10.0", look)
{
    private const int Oldest = 10;
    private static readonly string[] Roots = ["/usr/share/dotnet", "/usr/lib/dotnet"];

    public static DotnetLanguage OfThisHost() => new(() =>
        from root in Roots
        let runtimes = Path.Combine(root, "shared", "Microsoft.NETCore.App")
        where File.Exists(Path.Combine(root, "dotnet")) && Directory.Exists(runtimes)
        from folder in Directory.GetDirectories(runtimes)
        let version = Path.GetFileName(folder)
        where int.TryParse(version.Split('.')[0], out var major) && major == Oldest
        select new Interpreter(Path.Combine(root, "dotnet"), version));

    /// <summary>
    /// Nobody outside of a sandbox reaches its diagnostic port or its debugger, and there is no LTTng inside; to look for them takes a tenth of a start. Profilers work as ever.
    /// </summary>
    /// <remarks>Source: docs/performance.md.</remarks>
    protected override IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["DOTNET_EnableDiagnostics_IPC"] = "0",
        ["DOTNET_EnableDiagnostics_Debugger"] = "0",
        ["DOTNET_LTTng"] = "0",
    };

    protected override IReadOnlyList<string> Command(Interpreter interpreter) => [interpreter.Program, "exec", "/var/runtime/bootstrap.dll"];
}
