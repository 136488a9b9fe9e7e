using System.Text.Json;
using Goldcrest.Tests.Wire;

namespace Goldcrest.Tests.Malformed;

/// <summary>An operation of AWS's model, as its requests are made.</summary>
internal sealed record ModelOperation(string Name, string Method, string Uri, IReadOnlyList<ModelMember> Members, string? Payload)
{
    public static IReadOnlyList<ModelOperation> All { get; } =
        [.. LambdaModel.Root.GetProperty("operations").EnumerateObject().Select(operation => Read(operation.Name, operation.Value))];

    private static ModelOperation Read(string name, JsonElement operation)
    {
        var input = operation.TryGetProperty("input", out var shape) ? new ModelShape(shape.GetString()!) : default(ModelShape?);
        return new ModelOperation(
            name, operation.GetProperty("method").GetString()!, operation.GetProperty("uri").GetString()!, [.. input?.Members ?? []], input?.Payload);
    }
}
