namespace Goldcrest.Server.Runtimes;

/// <summary>nodejs20.x and its like, served by the host's Node.js.</summary>
internal sealed class NodeLanguage(Func<IEnumerable<Interpreter>> look) : Language("nodejs", "nodejs", look)
{
    public static NodeLanguage OfThisHost() => new(() => InstalledPrograms.Ask("/usr/bin/node"));

    protected override string Wanted(string runtime) => base.Wanted(runtime).Replace(".x", "", StringComparison.Ordinal);

    protected override IReadOnlyList<string> Command(Interpreter interpreter) => [interpreter.Program, "/var/runtime/index.cjs"];
}
