using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Tests.Sandboxes;

public sealed class IsolationChoiceTests
{
    [Theory]
    [InlineData(null, Isolation.Crun, Isolation.Crun)]
    [InlineData(null, Isolation.Runsc, Isolation.Runsc)]
    [InlineData("process", Isolation.Process, Isolation.Process)]
    [InlineData("crun", Isolation.Crun, Isolation.Crun)]
    [InlineData("runsc", Isolation.Crun, Isolation.Runsc)]
    [InlineData("runsc", Isolation.Runsc, Isolation.Runsc)]
    public void A_function_gets_what_its_node_gives_or_more(string? tag, Isolation node, Isolation expected) =>
        Assert.Equal((expected, null), IsolationChoice.For(tag, node));

    [Theory]
    [InlineData("gvisor")]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("runsc ")]
    [InlineData("crun,runsc")]
    public void A_word_that_names_no_isolation_is_refused(string tag)
    {
        var (_, refusal) = IsolationChoice.For(tag, Isolation.Crun);

        Assert.Contains($"'{tag}'", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crun")]
    [InlineData("runsc")]
    public void A_node_without_root_gives_no_more_than_it_can(string tag) =>
        Assert.Contains("root", IsolationChoice.For(tag, Isolation.Process).Refusal, StringComparison.Ordinal);

    [Fact]
    public void No_function_goes_below_its_node() =>
        Assert.Contains("weaker", IsolationChoice.For("crun", Isolation.Runsc).Refusal, StringComparison.Ordinal);
}
