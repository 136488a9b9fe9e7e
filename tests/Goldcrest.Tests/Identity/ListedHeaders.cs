using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Identity;

/// <summary>Headers held in a list, found without regard to case.</summary>
internal sealed class ListedHeaders(IEnumerable<KeyValuePair<string, string>> headers) : IWireHeaders
{
    private readonly List<KeyValuePair<string, string>> _headers = [.. headers];

    public string? Find(string name)
    {
        var values = _headers.Where(header => Is(header.Key, name)).Select(header => header.Value).ToList();
        return values.Count == 0 ? null : string.Join(',', values);
    }

    public IEnumerable<KeyValuePair<string, string>> StartingWith(string prefix) =>
        _headers.Where(header => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    public ListedHeaders With(string name, string? value) => new(
        _headers.Where(header => !Is(header.Key, name))
            .Concat(value is null ? [] : [new KeyValuePair<string, string>(name, value)]));

    private static bool Is(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
