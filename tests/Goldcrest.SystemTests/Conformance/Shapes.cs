using System.Text.Json.Nodes;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>
/// Answers that fixtures name instead of repeating them: <c>{"$like": "function", "Timeout": 5, "Layers": null}</c> is the shape with other or more
/// members; null takes one away.
/// </summary>
internal sealed class Shapes(JsonObject shapes)
{
    /// <exception cref="InvalidDataException">There is no such shape, or a member to be taken away is not in it.</exception>
    public JsonNode? Expand(JsonNode? node) => node switch
    {
        JsonObject members when members.TryGetPropertyValue("$like", out var name) => Like((string)name!, members),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Expand(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Expand)]),
        _ => node?.DeepClone(),
    };

    private JsonObject Like(string name, JsonObject changes)
    {
        var shape = Expand(shapes[name]) as JsonObject ?? throw new InvalidDataException($"No shape is called {name}.");
        foreach (var (member, value) in changes.Where(change => change.Key != "$like"))
        {
            if (value is not null)
            {
                shape[member] = Expand(value);
            }
            else if (!shape.Remove(member))
            {
                throw new InvalidDataException($"The shape {name} has no member {member} to take away.");
            }
        }

        return shape;
    }
}
