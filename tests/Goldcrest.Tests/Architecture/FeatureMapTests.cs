namespace Goldcrest.Tests.Architecture;

public sealed class FeatureMapTests
{
    [Fact]
    public void The_table_in_ARCHITECTURE_names_exactly_what_the_sources_use()
    {
        var stated = FeatureMap.Parse(Repository.Read("ARCHITECTURE.md"));
        var actual = FeatureMap.FromSources(
            Repository.Files("*.cs", "src/Goldcrest.Server").Select(path => (path, Repository.Read(path))));

        Assert.Equal(Rows(actual), Rows(stated));
    }

    [Fact]
    public void A_feature_uses_neither_an_adapter_nor_the_host()
    {
        var actual = FeatureMap.FromSources(
            Repository.Files("*.cs", "src/Goldcrest.Server").Select(path => (path, Repository.Read(path))));

        var wrong = actual
            .Where(feature => feature.Key is not ("Hosting" or "Storage"))
            .SelectMany(feature => feature.Value.Intersect(["Hosting", "Storage"]).Select(used => $"{feature.Key} uses {used}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_table_is_read_with_its_code_marks_and_dashes()
    {
        var map = FeatureMap.Parse("# Map\n\n| Feature | uses |\n|---|---|\n| `Invoke` | `Functions`, Sandboxes |\n| Functions | – |\n\ntext | Other |\n");

        Assert.Equal(["Functions ->", "Invoke -> Functions Sandboxes"], Rows(map));
    }

    [Fact]
    public void A_using_line_makes_one_folder_use_another()
    {
        var map = FeatureMap.FromSources(
            [("src/Goldcrest.Server/Invoke/Path.cs", "using Goldcrest.Core.Limits;\nusing Goldcrest.Server.Sandboxes;\nusing Goldcrest.Server.Invoke.Deep;\n")]);

        Assert.Equal(["Invoke -> Sandboxes"], Rows(map));
    }

    private static List<string> Rows(SortedDictionary<string, SortedSet<string>> map) =>
        [.. map.Select(feature => $"{feature.Key} -> {string.Join(' ', feature.Value)}".TrimEnd())];
}
