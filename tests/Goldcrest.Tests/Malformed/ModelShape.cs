using System.Text.Json;
using Goldcrest.Tests.Wire;

namespace Goldcrest.Tests.Malformed;

/// <summary>A shape of AWS's model, read anew for every question.</summary>
internal readonly record struct ModelShape(string Name)
{
    private JsonElement Json => LambdaModel.Shape(Name);

    public string Type => Json.GetProperty("type").GetString()!;

    public string? Payload => Text("payload");

    public string? Pattern => Text("pattern");

    public double? Min => Number("min");

    public double? Max => Number("max");

    public IReadOnlyList<string> Values => Json.TryGetProperty("enum", out var values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : [];

    /// <summary>Of a list, or the values of a map.</summary>
    public ModelShape Item => Of(Json.GetProperty(Type == "map" ? "value" : "member"));

    public ModelShape Key => Of(Json.GetProperty("key"));

    public IEnumerable<ModelMember> Members
    {
        get
        {
            var required = Json.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
            return Json.GetProperty("members").EnumerateObject().Select(member => new ModelMember(
                member.Name,
                Of(member.Value),
                member.Value.TryGetProperty("location", out var location) ? location.GetString() : null,
                member.Value.TryGetProperty("locationName", out var name) ? name.GetString()! : member.Name,
                required.Contains(member.Name)));
        }
    }

    private static ModelShape Of(JsonElement reference) =>
        new(reference.ValueKind == JsonValueKind.String ? reference.GetString()! : reference.GetProperty("shape").GetString()!);

    private string? Text(string member) => Json.TryGetProperty(member, out var text) ? text.GetString() : null;

    private double? Number(string member) => Json.TryGetProperty(member, out var number) ? number.GetDouble() : null;
}
