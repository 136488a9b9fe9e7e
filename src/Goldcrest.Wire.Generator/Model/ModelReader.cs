using Goldcrest.Wire.Generator.Json;

namespace Goldcrest.Wire.Generator.Model;

/// <summary>Turns a model file into a <see cref="ServiceModel"/>.</summary>
/// <exception cref="InvalidDataException">The file lacks something or names a shape that is not there.</exception>
internal sealed class ModelReader
{
    private readonly Dictionary<string, Shape> _shapes = [];
    private readonly HashSet<string> _errorNames = [];

    private ModelReader() { }

    /// <param name="model">JSON: metadata, operations, errors, shapes.</param>
    /// <param name="overrides">What the service is known to do otherwise than its model says; null when nothing is.</param>
    public static ServiceModel Read(string model, string? overrides)
    {
        var reader = new ModelReader();
        var service = reader.Service(JsonParser.Parse(model));
        if (overrides is not null)
        {
            reader.Override(JsonParser.Parse(overrides));
        }

        return service;
    }

    private void Override(JsonNode overrides)
    {
        foreach (var node in overrides.Find("shapes")?.Members ?? [])
        {
            var shape = ShapeNamed(node.Key);
            shape.Pattern = node.Value.FindText("pattern") ?? shape.Pattern;
            shape.Min = node.Value.FindText("min") ?? shape.Min;
            shape.Max = node.Value.FindText("max") ?? shape.Max;
            shape.ItemWording = node.Value.FindText("itemWording") ?? shape.ItemWording;
            shape.PayloadContentType = node.Value.FindText("payloadContentType");
            if (node.Value.Find("enumOrder") is { } order)
            {
                shape.Values = Reordered(shape, [.. order.Items.Select(item => item.Text!)]);
            }

            foreach (var member in node.Value.Find("unchecked")?.Items ?? [])
            {
                shape.Members.Single(candidate => candidate.Name == member.Text).Unchecked = true;
            }
        }
    }

    private static IReadOnlyList<string> Reordered(Shape shape, IReadOnlyList<string> values) =>
        new HashSet<string>(values).SetEquals(shape.Values)
            ? values
            : throw new InvalidDataException("The override's order of " + shape.Name + " has other values than the model.");

    private ServiceModel Service(JsonNode root)
    {
        foreach (var error in Need(root, "errors").Members)
        {
            _errorNames.Add(error.Key);
        }

        var shapeNodes = Need(root, "shapes").Members;
        foreach (var node in shapeNodes)
        {
            _shapes.Add(node.Key, Declare(node.Key, node.Value));
        }

        foreach (var node in shapeNodes)
        {
            Fill(_shapes[node.Key], node.Value);
        }

        var metadata = Need(root, "metadata");
        return new ServiceModel(
            NeedText(metadata, "serviceId").Replace(" ", string.Empty),
            NeedText(metadata, "apiVersion"),
            NeedText(metadata, "protocol"),
            [.. Need(root, "operations").Members.Select(node => ReadOperation(node.Key, node.Value))],
            [.. shapeNodes.Where(node => !_errorNames.Contains(node.Key)).Select(node => _shapes[node.Key])],
            [.. Need(root, "errors").Members.Select(node => ReadError(node.Key, node.Value))]);
    }

    private static Shape Declare(string name, JsonNode node) => new(name, KindOf(NeedText(node, "type")))
    {
        Values = [.. (node.Find("enum")?.Items ?? []).Select(value => value.Text!)],
        Pattern = node.FindText("pattern"),
        Min = node.FindText("min"),
        Max = node.FindText("max"),
        Sensitive = node.Has("sensitive"),
        IsEventStream = node.Has("eventstream"),
        TimestampFormat = node.FindText("timestampFormat"),
    };

    private void Fill(Shape shape, JsonNode node)
    {
        var required = new HashSet<string>((node.Find("required")?.Items ?? []).Select(item => item.Text!));
        shape.Members =
        [
            .. (node.Find("members")?.Members ?? []).Select(member => ReadMember(member.Key, member.Value, required.Contains(member.Key))),
        ];
        shape.Element = (node.Find("member") ?? node.Find("value")) is { } element ? ReadMember("member", element, required: true) : null;
        shape.Key = node.Find("key") is { } key ? ReadMember("key", key, required: true) : null;
        shape.Payload = node.FindText("payload") is { } payload ? shape.Members.Single(member => member.Name == payload) : null;
    }

    private Member ReadMember(string name, JsonNode node, bool required) =>
        new(name, NeedText(node, "shape"), LocationOf(node.FindText("location")), node.FindText("locationName") ?? name, required)
        {
            Shape = ShapeNamed(NeedText(node, "shape")),
            TimestampFormat = node.FindText("timestampFormat"),
        };

    private Operation ReadOperation(string name, JsonNode node) => new(
        name,
        NeedText(node, "method"),
        NeedText(node, "uri"),
        node.FindInt("status") ?? 200,
        node.FindText("input") is { } input ? ShapeNamed(input) : null,
        node.FindText("output") is { } output ? ShapeNamed(output) : null);

    private ErrorShape ReadError(string name, JsonNode node) =>
        new(ShapeNamed(name), NeedText(node, "code"), node.FindInt("status") ?? 400, node.FindText("fault") == "server");

    private Shape ShapeNamed(string name) =>
        _shapes.TryGetValue(name, out var shape) ? shape : throw new InvalidDataException("The model has no shape " + name + ".");

    private static Kind KindOf(string type) => type switch
    {
        "structure" => Kind.Structure,
        "list" => Kind.List,
        "map" => Kind.Map,
        "string" => Kind.Text,
        "integer" => Kind.Integer,
        "long" => Kind.Long,
        "double" or "float" => Kind.Double,
        "boolean" => Kind.Boolean,
        "timestamp" => Kind.Timestamp,
        "blob" => Kind.Blob,
        _ => throw new InvalidDataException("The generator does not know shapes of type " + type + "."),
    };

    private static Location LocationOf(string? location) => location switch
    {
        null => Location.Body,
        "uri" => Location.Uri,
        "querystring" => Location.Query,
        "header" => Location.Header,
        "headers" => Location.HeaderPrefix,
        "statusCode" => Location.Status,
        _ => throw new InvalidDataException("The generator does not know the location " + location + "."),
    };

    private static JsonNode Need(JsonNode node, string name) =>
        node.Find(name) ?? throw new InvalidDataException("The model lacks " + name + ".");

    private static string NeedText(JsonNode node, string name) =>
        node.FindText(name) ?? throw new InvalidDataException("The model lacks " + name + ".");
}
