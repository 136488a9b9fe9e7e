using System.Text;
using Goldcrest.Cli;
using Goldcrest.Server.Hosting;

namespace Goldcrest.Tests.Documents;

public sealed class ConfigurationPageTests
{
    private const string Page = "docs/configuration.md";

    [Fact]
    public void The_page_says_what_the_docstrings_of_the_options_say()
    {
        var expected = Render();
        if (Environment.GetEnvironmentVariable("GOLDCREST_REGENERATE") == "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, Page), expected);
        }

        Assert.Equal(expected, Repository.Read(Page));
    }

    private static string Render()
    {
        var text = new StringBuilder(
            """
            # Configuration

            Generated from the docstrings of `GoldcrestOptions`; after changing one, run
            `GOLDCREST_REGENERATE=1 ./goldcrest test --unit -class Goldcrest.Tests.Documents.ConfigurationPageTests`.

            An option is taken from its flag of `goldcrest up`, else from its environment variable, else from the configuration file
            named with `--config` (one JSON object), else it has its default. A server with a bad option does not start, and lists all bad ones.
            Times are written like `30s`, `10m` or `2h`.

            """);
        var help = OptionHelp.Load();
        var defaults = new GoldcrestOptions();
        foreach (var name in OptionName.All)
        {
            text.Append($"\n## {name.Member}\n\n{help[name.Property.Name]}\n\n");
            text.Append($"Flag `{name.Flag}`, variable `{name.Variable}`");
            text.Append(name.Property.Name == nameof(GoldcrestOptions.DataDirectory) ? ".\n" : $", default `{Written(name.Property.GetValue(defaults))}`.\n");
        }

        return text.ToString();
    }

    private static string? Written(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        TimeSpan time when time < TimeSpan.FromSeconds(1) => $"{time.TotalMilliseconds}ms",
        TimeSpan time => time < TimeSpan.FromMinutes(1) ? $"{time.TotalSeconds}s" : $"{time.TotalMinutes}m",
        _ => value?.ToString(),
    };
}
