namespace Goldcrest.Core.Policies;

/// <summary>What must be true of a call, besides who makes it, for a statement to speak of it.</summary>
/// <param name="Operator">For example <c>ArnLike</c>.</param>
/// <param name="Key">Names a fact of the call; upper and lower case are the same when it is looked up.</param>
/// <param name="Value">What the fact is compared with.</param>
public sealed record PolicyCondition(string Operator, string Key, string Value);
