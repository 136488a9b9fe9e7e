namespace Goldcrest.Wire.Protocol;

/// <summary>The headers of a response. Every response carries the request's id.</summary>
internal static class WireHeaders
{
    private const string RequestId = "x-amzn-RequestId";

    public static List<KeyValuePair<string, string>> For(string requestId) => [new(RequestId, requestId)];

    public static void Add(List<KeyValuePair<string, string>> headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.Add(new(name, value));
        }
    }
}
