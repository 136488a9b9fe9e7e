using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>A request before its marks were replaced by what the node calls them.</summary>
/// <param name="Target">Path and query.</param>
internal sealed record Call(string Method, string Target, JsonObject? Body = null)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>For people: zips by their numbers.</summary>
    public override string ToString() => TwinCode.All.Index().Aggregate(
        $"{Method} {Target} {Body?.ToJsonString(Plain)}", (text, code) => text.Replace(code.Item.Base64, $"(zip {code.Index})", StringComparison.Ordinal));
}
