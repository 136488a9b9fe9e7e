using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;

namespace Goldcrest.Tests.Aliases;

public sealed class RoutingRulesTests
{
    private static readonly IReadOnlyDictionary<string, double> HalfToTwo = new Dictionary<string, double> { ["2"] = 0.5 };

    [Fact]
    public void Without_weights_the_alias_points_at_its_version_alone()
    {
        var outcome = RoutingRules.Judge("1", null, Versions("1"));

        Assert.Equal(new RoutingOutcome.Allowed(null), outcome);
    }

    [Fact]
    public void Empty_weights_take_the_other_version_away()
    {
        var outcome = RoutingRules.Judge("1", new Dictionary<string, double>(), Versions("1"));

        Assert.Equal(new RoutingOutcome.Allowed(null), outcome);
    }

    [Fact]
    public void Two_published_versions_may_share()
    {
        var outcome = RoutingRules.Judge("1", HalfToTwo, Versions("1", "2"));

        Assert.Equal(new RoutingOutcome.Allowed(new SharedTraffic("2", 0.5)), outcome);
    }

    [Fact]
    public void A_third_version_is_one_too_many()
    {
        var outcome = RoutingRules.Judge("1", new Dictionary<string, double> { ["2"] = 0.1, ["3"] = 0.1 }, Versions("1", "2", "3"));

        Assert.Equal(new RoutingOutcome.TooMany(), outcome);
    }

    [Fact]
    public void The_latest_code_shares_with_nobody()
    {
        var outcome = RoutingRules.Judge(FunctionVersion.Latest, HalfToTwo, Versions(FunctionVersion.Latest, "2"));

        Assert.Equal(new RoutingOutcome.LatestShared(), outcome);
    }

    [Fact]
    public void A_version_does_not_share_with_itself()
    {
        var outcome = RoutingRules.Judge("2", HalfToTwo, Versions("2"));

        Assert.Equal(new RoutingOutcome.SameTwice("2"), outcome);
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("2", "2")]
    public void The_version_that_is_missing_is_named(string missing, string named)
    {
        var outcome = RoutingRules.Judge("1", HalfToTwo, Versions([.. new[] { "1", "2" }.Where(number => number != missing)]));

        Assert.Equal(new RoutingOutcome.VersionMissing(named), outcome);
    }

    [Fact]
    public void Versions_with_different_roles_do_not_share()
    {
        FunctionVersion? Find(string number) => TestFunctions.Version(number, role: $"arn:aws:iam::000000000000:role/of-{number}");

        var outcome = RoutingRules.Judge("1", HalfToTwo, Find);

        Assert.Equal(new RoutingOutcome.RolesDiffer(), outcome);
    }

    [Theory]
    [InlineData("arn:a", "arn:b")]
    [InlineData("arn:a", null)]
    [InlineData(null, "arn:b")]
    public void Versions_with_different_dead_letters_do_not_share(string? first, string? second)
    {
        var outcome = RoutingRules.Judge("1", HalfToTwo, number => WithDeadLetters(number, number == "1" ? first : second));

        Assert.Equal(new RoutingOutcome.DeadLettersDiffer(), outcome);
    }

    [Fact]
    public void Versions_with_the_same_dead_letters_may_share()
    {
        var outcome = RoutingRules.Judge("1", HalfToTwo, number => WithDeadLetters(number, "arn:a"));

        Assert.Equal(new RoutingOutcome.Allowed(new SharedTraffic("2", 0.5)), outcome);
    }

    [Theory]
    [InlineData(0.0, 0.0, "1")]
    [InlineData(0.25, 0.2499, "2")]
    [InlineData(0.25, 0.25, "1")]
    [InlineData(1.0, 0.9999, "2")]
    public void The_draw_decides(double weight, double draw, string version)
    {
        var alias = new FunctionAlias("live", "1", "", new SharedTraffic("2", weight), "r");

        Assert.Equal(version, alias.VersionFor(draw));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Ten_thousand_draws_fall_as_the_weight_says(double weight)
    {
        const int Draws = 10_000;
        var alias = new FunctionAlias("live", "1", "", new SharedTraffic("2", weight), "r");
        var random = new Random(20_261_121);

        var shared = Enumerable.Range(0, Draws).Count(_ => alias.VersionFor(random.NextDouble()) == "2");

        // Chi-square with one degree of freedom; 10.83 leaves one false alarm in a thousand, and the seed leaves none.
        var expected = weight * Draws;
        var difference = shared - expected;
        Assert.True(difference * difference / expected + difference * difference / (Draws - expected) < 10.83, $"{shared} of {Draws}");
    }

    private static FunctionVersion WithDeadLetters(string number, string? arn)
    {
        var version = TestFunctions.Version(number);
        var settings = version.Current.Settings with { DeadLetters = arn is null ? null : new DeadLetterTarget(arn) };
        return version with { Current = version.Current with { Settings = settings } };
    }

    private static Func<string, FunctionVersion?> Versions(params string[] there) =>
        number => there.Contains(number) ? TestFunctions.Version(number) : null;
}
