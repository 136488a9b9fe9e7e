namespace Goldcrest.Core.Sandboxes;

/// <summary>Which isolation a function gets: its node's, or a stronger one that its tag asks for.</summary>
/// <remarks>Source: docs/contracts/isolation.md.</remarks>
public static class IsolationChoice
{
    /// <summary>The tag of a function that asks for an isolation.</summary>
    public const string Tag = "goldcrest:isolation";

    /// <summary>As people write them, the weakest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetNames<Isolation>().Select(name => name.ToLowerInvariant())];

    /// <returns>Null when the text names none.</returns>
    public static Isolation? Find(string text) =>
        Names.Contains(text, StringComparer.OrdinalIgnoreCase) ? Enum.Parse<Isolation>(text, ignoreCase: true) : null;

    /// <param name="tag">The tag's value; null without one.</param>
    /// <param name="node">What the operator chose for the node: no function goes below it.</param>
    /// <returns>The isolation, or why the function must not run: one that asks for a wall never runs without it.</returns>
    public static (Isolation Chosen, string? Refusal) For(string? tag, Isolation node)
    {
        if (tag is null)
        {
            return (node, null);
        }

        if (Find(tag) is not { } wanted)
        {
            return (node, $"The tag {Tag} of the function asks for '{tag}'; there are {string.Join(", ", Names)}");
        }

        return wanted < node ? (node, $"The tag {Tag} of the function asks for {tag}, which is weaker than the {NameOf(node)} of this node")
            : node == Isolation.Process && wanted != node ? (node, $"The tag {Tag} of the function asks for {tag}, which needs a server that runs as root")
            : (wanted, null);
    }

    public static string NameOf(Isolation isolation) => Names[(int)isolation];
}
