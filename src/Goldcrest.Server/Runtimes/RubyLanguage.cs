namespace Goldcrest.Server.Runtimes;

/// <summary>ruby3.3 and its like.</summary>
internal sealed class RubyLanguage(Func<IEnumerable<Interpreter>> look) : Language("ruby", "ruby", look)
{
    public static RubyLanguage OfThisHost() =>
        new(() => InstalledPrograms.Ask(["/usr/bin/ruby", .. InstalledPrograms.Match("/usr/bin", "ruby3.*", @"^ruby3\.\d+$")]));

    public override IReadOnlyList<string> PlacesInImages(string runtime) => ["/usr/local/bin/ruby", "/usr/bin/ruby", "/var/lang/bin/ruby"];

    // RubyGems takes longer to load than everything else together; the bootstrap loads it for functions that need it.
    protected override IReadOnlyList<string> Command(Interpreter interpreter) => [interpreter.Program, "--disable-gems", "/var/runtime/bootstrap.rb"];
}
