namespace Goldcrest.Server.Runtimes;

/// <summary>python3.11 and its like.</summary>
internal sealed class PythonLanguage(Func<IEnumerable<Interpreter>> look) : Language("python", "python3", look)
{
    public static PythonLanguage OfThisHost() =>
        new(() => InstalledPrograms.Ask(["/usr/bin/python3", .. InstalledPrograms.Match("/usr/bin", "python3.*", @"^python3\.\d+$")]));

    public override IReadOnlyList<string> PlacesInImages(string runtime) =>
    [
        $"/usr/local/bin/{runtime}", $"/usr/bin/{runtime}", $"/var/lang/bin/{runtime}", "/usr/local/bin/python3", "/usr/bin/python3", "/var/lang/bin/python3",
    ];

    // Without the site module, which the bootstrap stands in for, and without writing bytecode.
    protected override IReadOnlyList<string> Command(Interpreter interpreter) => [interpreter.Program, "-S", "-B", "/var/runtime/bootstrap.py"];
}
