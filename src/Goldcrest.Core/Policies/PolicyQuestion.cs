namespace Goldcrest.Core.Policies;

/// <summary>Whether a caller may do something to a resource.</summary>
/// <param name="Action">For example <c>lambda:InvokeFunction</c>.</param>
/// <param name="Resource">The ARN as the call names it, with the qualifier when it has one.</param>
public sealed record PolicyQuestion(PolicyCaller Caller, string Action, string Resource)
{
    /// <summary>What else is known of the call, by the names of <see cref="PolicyKeys"/>.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <returns>Null when the call has no such fact.</returns>
    public string? FindFact(string key)
    {
        foreach (var (name, value) in Facts)
        {
            if (string.Equals(name, key, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
