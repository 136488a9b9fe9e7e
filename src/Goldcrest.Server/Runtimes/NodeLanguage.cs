namespace Goldcrest.Server.Runtimes;

/// <summary>nodejs20.x and its like, served by the host's Node.js.</summary>
internal sealed class NodeLanguage(Func<IEnumerable<Interpreter>> look) : Language("nodejs", "nodejs", look)
{
    private const int YoungPercent = 5;
    private const int OldPercent = 90;

    public static NodeLanguage OfThisHost() => new(() => InstalledPrograms.Ask("/usr/bin/node"));

    /// <summary>
    /// V8 would measure its heap by the host. A larger space for young objects lets most of them die before they are copied: half as many calls again a second.
    /// </summary>
    protected override IReadOnlyList<string> MemoryFlags(int megabytes) =>
        [$"--max-semi-space-size={megabytes * YoungPercent / 100}", $"--max-old-space-size={megabytes * OldPercent / 100}"];

    protected override string VersionVariable => "NODE_VERSION";

    public override IReadOnlyList<string> PlacesInImages(string runtime) => ["/usr/local/bin/node", "/usr/bin/node", "/var/lang/bin/node"];

    protected override string Wanted(string runtime) => base.Wanted(runtime).Replace(".x", "", StringComparison.Ordinal);

    protected override IReadOnlyList<string> Command(Interpreter interpreter) => [interpreter.Program, "/var/runtime/index.cjs"];
}
