using System.Text.RegularExpressions;

namespace Goldcrest.Tests.Architecture;

public sealed partial class MeterTests
{
    [Fact]
    public void Every_instrument_is_recorded_somewhere()
    {
        var sources = Repository.Files("*.cs", "src/Goldcrest.Server").Select(path => (Path: path, Text: Repository.Read(path))).ToList();
        var instruments = sources
            .Where(file => file.Path.EndsWith("Meters.cs", StringComparison.Ordinal))
            .SelectMany(file => Instrument().Matches(file.Text).Select(match => match.Groups[1].Value))
            .ToList();

        var silent = instruments.Where(name => !sources.Any(file => Regex.IsMatch(file.Text, $@"\.{name}\.(Add|Record)\(")));

        Assert.NotEmpty(instruments);
        Assert.Empty(silent);
    }

    [GeneratedRegex(@"public (?:Counter|Histogram|UpDownCounter|Gauge)<\w+> (\w+)")]
    private static partial Regex Instrument();
}
