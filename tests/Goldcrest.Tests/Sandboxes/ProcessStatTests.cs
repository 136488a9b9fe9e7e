using Goldcrest.Server.Sandboxes.Linux;

namespace Goldcrest.Tests.Sandboxes;

public sealed class ProcessStatTests
{
    [Theory]
    [InlineData("18567 (crun) Z 18514 18566 18566 0 -1 4194372 148 0 0 0 1 2 0 0 20 0 1 0 1170145 0 0", true)]
    [InlineData("18569 (sleep) Z 18514 18569 18569 0 -1 4194308 148 0 0 0 1 2 0 0 20 0 1 0 1170145 0 0", false)]
    [InlineData("7 (a) Z 1 1 1 0 -1 64) Z 1 7 7 0 -1 0 148 0 0", false)]
    public void A_fork_that_never_was_a_program_of_its_own_is_told_from_the_others(string stat, bool expected) =>
        Assert.Equal(expected, ProcessStat.Parse(stat).NeverExecuted);
}
