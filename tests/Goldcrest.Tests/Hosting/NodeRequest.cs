namespace Goldcrest.Tests.Hosting;

/// <summary>One request as a server gets it.</summary>
/// <param name="Target">Path and query, as on the request line.</param>
internal sealed record NodeRequest(string Method, string Target, byte[] Body)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
