namespace Goldcrest.Core.Policies;

/// <summary>What became of the wish to change a policy.</summary>
/// <remarks>Source: docs/contracts/policies.md#changes.</remarks>
public abstract record PolicyEdit
{
    private PolicyEdit() { }

    /// <param name="policy">Empty when there is none yet.</param>
    /// <param name="statement">Its name must be new, and the document with it not too long.</param>
    /// <param name="revision">Checked before anything else.</param>
    public static PolicyEdit Add(ResourcePolicy policy, PolicyStatement statement, PolicyRevision revision)
    {
        if (revision.IsStale)
        {
            return new Stale();
        }

        if (policy.Find(statement.Sid) is not null)
        {
            return new SidTaken(statement.Sid);
        }

        var after = policy.With(statement);
        return after.SizeBytes is var bytes && bytes > PolicyLimits.MaxBytes ? new TooLong(bytes) : new Done(after);
    }

    /// <param name="policy">Empty when there is none.</param>
    /// <param name="sid">Of the statement that goes.</param>
    /// <param name="revision">Checked when the statement is there.</param>
    public static PolicyEdit Remove(ResourcePolicy policy, string sid, PolicyRevision revision)
    {
        if (policy.IsEmpty)
        {
            return new NoPolicy();
        }

        if (policy.Find(sid) is null)
        {
            return new NoStatement(sid);
        }

        return revision.IsStale ? new Stale() : new Done(policy.Without(sid));
    }

    /// <param name="Policy">The policy from now on; an empty one is none.</param>
    public sealed record Done(ResourcePolicy Policy) : PolicyEdit;

    /// <summary>Somebody changed it since the client looked.</summary>
    public sealed record Stale : PolicyEdit;

    public sealed record SidTaken(string Sid) : PolicyEdit;

    /// <param name="Bytes">What the document would have had.</param>
    public sealed record TooLong(int Bytes) : PolicyEdit;

    public sealed record NoPolicy : PolicyEdit;

    public sealed record NoStatement(string Sid) : PolicyEdit;
}
