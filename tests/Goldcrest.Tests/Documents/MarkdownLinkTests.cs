using System.Text.RegularExpressions;

namespace Goldcrest.Tests.Documents;

public sealed partial class MarkdownLinkTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file_and_every_anchor_to_a_heading()
    {
        var broken = Repository.Files("*.md").SelectMany(page => Links(page).Where(link => !Leads(page, link)).Select(link => $"{page}: {link}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_page_that_a_docstring_names_is_there_with_its_heading()
    {
        var broken = Repository.Files("*.cs", "src").SelectMany(
            file => Page().Matches(Repository.Read(file)).Select(match => match.Value).Where(page => !Leads("README.md", page)).Select(page => $"{file}: {page}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_test_that_a_page_names_is_there()
    {
        var tests = Repository.Files("*Tests.cs", "tests").Select(Path.GetFileNameWithoutExtension).ToHashSet();

        var missing = Repository.Files("*.md").SelectMany(
            page => TestName().Matches(Repository.Read(page)).Select(match => match.Groups[1].Value).Where(name => !tests.Contains(name)).Select(name => $"{page}: {name}"));

        Assert.NotEmpty(tests);
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("## Memory", "memory")]
    [InlineData("# The `up` command, at once", "the-up-command-at-once")]
    public void A_heading_has_the_anchor_that_a_browser_of_the_repository_gives_it(string heading, string anchor)
    {
        Assert.Equal([anchor], Anchors(heading));
    }

    private static IEnumerable<string> Links(string page) =>
        Link().Matches(Fence().Replace(Repository.Read(page), "")).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal));

    private static bool Leads(string page, string link)
    {
        var parts = link.Split('#', 2);
        var target = parts[0].Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, parts[0]);
        var path = Path.Combine(Repository.Root, target);
        return parts.Length == 1 || !path.EndsWith(".md", StringComparison.Ordinal)
            ? File.Exists(path) || Directory.Exists(path)
            : File.Exists(path) && Anchors(File.ReadAllText(path)).Contains(parts[1]);
    }

    private static IEnumerable<string> Anchors(string markdown) =>
        Heading().Matches(Fence().Replace(markdown, "")).Select(match => NoLetter().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"docs/[\w/-]+\.md(?:#[\w-]+)?")]
    private static partial Regex Page();

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex TestName();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoLetter();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
