using System.Collections.Immutable;
using System.Text;

namespace Goldcrest.Core.Policies;

/// <summary>What a function, version, alias or layer version allows whom. Immutable; a change makes another one.</summary>
/// <param name="Statements">In the order in which they were added.</param>
/// <remarks>Source: docs/contracts/policies.md.</remarks>
public sealed record ResourcePolicy(ImmutableArray<PolicyStatement> Statements)
{
    public static ResourcePolicy Empty { get; } = new([]);

    /// <summary>True when there is as good as no policy.</summary>
    public bool IsEmpty => Statements.IsEmpty;

    /// <summary>Bytes of the document as clients see it.</summary>
    public int SizeBytes => Encoding.UTF8.GetByteCount(PolicyJson.Write(this));

    /// <returns>Null when there is none of this name.</returns>
    public PolicyStatement? Find(string sid) => Statements.FirstOrDefault(statement => statement.Sid == sid);

    /// <summary>The policy with one more statement.</summary>
    public ResourcePolicy With(PolicyStatement statement) => new(Statements.Add(statement));

    /// <summary>The policy without the statement of this name.</summary>
    public ResourcePolicy Without(string sid) => new(Statements.RemoveAll(statement => statement.Sid == sid));
}
