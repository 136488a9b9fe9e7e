using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Wire;

/// <summary>Headers of a request under test.</summary>
internal sealed class FixedHeaders(params (string Name, string Value)[] headers) : IWireHeaders
{
    public string? Find(string name) =>
        headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();

    public IEnumerable<KeyValuePair<string, string>> StartingWith(string prefix) =>
        headers.Where(header => header.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(header => KeyValuePair.Create(header.Name, header.Value));
}
