namespace Goldcrest.DotnetRuntime;

/// <summary>What the Runtime API said.</summary>
/// <param name="Headers">By name in lower case.</param>
internal sealed record Reply(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <param name="name">In lower case.</param>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
