namespace Goldcrest.SystemTests.Runtimes;

/// <summary>What the fake Runtime API hands out for one `next`.</summary>
internal sealed record RuntimeEvent(string Json)
{
    /// <summary>Headers beside those every event has.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the body goes out chunked instead of with its length.</summary>
    public bool IsChunked { get; init; }
}
