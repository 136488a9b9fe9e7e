using Goldcrest.Wire.Protocol;
using Microsoft.AspNetCore.Http;

namespace Goldcrest.Server.Hosting;

/// <summary>The web server's headers as the wire reads them.</summary>
internal sealed class HttpHeaders(IHeaderDictionary headers) : IWireHeaders
{
    public string? Find(string name) => headers.TryGetValue(name, out var values) ? values.Count == 1 ? values[0] : string.Join(',', values!) : null;

    public IEnumerable<KeyValuePair<string, string>> StartingWith(string prefix) =>
        headers.Where(header => header.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(header => new KeyValuePair<string, string>(header.Key, header.Value.ToString()));
}
