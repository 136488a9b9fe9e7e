using System.Text.RegularExpressions;

namespace Goldcrest.Tests.Documents;

/// <summary>Promises of security name the tests that attack them: those must be there, method by method.</summary>
public sealed partial class PromiseTests
{
    private const string Page = "docs/security.md";

    [Fact]
    public void Every_attack_that_the_page_names_is_made()
    {
        var sources = Repository.Files("*Tests.cs", "tests").ToLookup(file => Path.GetFileNameWithoutExtension(file), Repository.Read);
        var named = TestName().Matches(Repository.Read(Page)).Select(match => (Class: match.Groups["class"].Value, Method: match.Groups["method"].Value)).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.Contains(sources[test.Class], source => source.Contains(" " + test.Method, StringComparison.Ordinal)));
    }

    /// <summary>Like `ReachTests` or `ReachTests.A_method`.</summary>
    [GeneratedRegex(@"`(?<class>\w+Tests)(\.(?<method>\w+))?`", RegexOptions.ExplicitCapture)]
    private static partial Regex TestName();
}
