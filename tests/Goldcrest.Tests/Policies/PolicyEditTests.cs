using Goldcrest.Core.Policies;

namespace Goldcrest.Tests.Policies;

public sealed class PolicyEditTests
{
    private static readonly PolicyRevision Any = new("r1", null);

    [Fact]
    public void A_statement_is_added_at_the_end()
    {
        var edit = PolicyEdit.Add(ResourcePolicy.Empty.With(PolicyExample.Allow("s2")), PolicyExample.Allow("s1"), Any);

        Assert.Equal(["s2", "s1"], Assert.IsType<PolicyEdit.Done>(edit).Policy.Statements.Select(statement => statement.Sid));
    }

    [Fact]
    public void A_name_is_used_once()
    {
        var edit = PolicyEdit.Add(ResourcePolicy.Empty.With(PolicyExample.Allow("s1")), PolicyExample.Allow("s1"), Any);

        Assert.Equal(new PolicyEdit.SidTaken("s1"), edit);
    }

    [Theory]
    [InlineData("r1", "r1", false)]
    [InlineData("r1", null, false)]
    [InlineData("r1", "r2", true)]
    [InlineData("r1", "R1", true)]
    [InlineData("r1", "", true)]
    [InlineData(null, "r1", true)]
    [InlineData(null, null, false)]
    public void A_revision_that_is_named_must_be_the_current_one(string? current, string? expected, bool stale)
    {
        var edit = PolicyEdit.Add(ResourcePolicy.Empty, PolicyExample.Allow("s1"), new PolicyRevision(current, expected));

        Assert.Equal(stale, edit is PolicyEdit.Stale);
    }

    [Fact]
    public void A_policy_fits_up_to_its_last_byte()
    {
        var one = PolicyExample.Allow("t");
        var room = PolicyLimits.MaxBytes - (ResourcePolicy.Empty.With(PolicyExample.Allow("s")).With(one).SizeBytes - ResourcePolicy.Empty.With(one).SizeBytes);

        var fits = PolicyEdit.Add(PolicyExample.OfSize(room), one, Any);
        var exceeds = PolicyEdit.Add(PolicyExample.OfSize(room + 1), one, Any);

        Assert.Equal(PolicyLimits.MaxBytes, Assert.IsType<PolicyEdit.Done>(fits).Policy.SizeBytes);
        Assert.Equal(new PolicyEdit.TooLong(PolicyLimits.MaxBytes + 1), exceeds);
    }

    [Fact]
    public void Sizes_are_counted_in_bytes_not_in_characters()
    {
        var edit = PolicyEdit.Add(ResourcePolicy.Empty, PolicyExample.Allow("s") with { Resource = new string('ü', 10_200) }, Any);

        Assert.IsType<PolicyEdit.TooLong>(edit);
    }

    [Fact]
    public void Removing_looks_for_the_policy_then_the_statement_then_the_revision()
    {
        var policy = ResourcePolicy.Empty.With(PolicyExample.Allow("s1"));
        var stale = new PolicyRevision("r1", "r2");

        Assert.Equal(new PolicyEdit.NoPolicy(), PolicyEdit.Remove(ResourcePolicy.Empty, "s1", stale));
        Assert.Equal(new PolicyEdit.NoStatement("s9"), PolicyEdit.Remove(policy, "s9", stale));
        Assert.Equal(new PolicyEdit.Stale(), PolicyEdit.Remove(policy, "s1", stale));
    }

    [Fact]
    public void Only_the_named_statement_goes()
    {
        var policy = ResourcePolicy.Empty.With(PolicyExample.Allow("s1")).With(PolicyExample.Allow("s2"));

        var left = Assert.IsType<PolicyEdit.Done>(PolicyEdit.Remove(policy, "s1", Any)).Policy;
        var nothing = Assert.IsType<PolicyEdit.Done>(PolicyEdit.Remove(left, "s2", Any)).Policy;

        Assert.Equal("s2", Assert.Single(left.Statements).Sid);
        Assert.True(nothing.IsEmpty);
    }
}
