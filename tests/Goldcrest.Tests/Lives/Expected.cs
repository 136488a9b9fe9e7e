using System.Text.Json.Nodes;

namespace Goldcrest.Tests.Lives;

/// <summary>What the twin says of an answer. Of the body it names the members that matter; a null one must not be there.</summary>
internal sealed record Expected(int Status, string? Error = null, JsonObject? Body = null)
{
    public static Expected Ok(JsonObject body) => new(200, null, body);

    public static Expected Made(JsonObject body) => new(201, null, body);

    public static Expected NoContent { get; } = new(204);

    public static Expected NotFound(string message) => new(404, "ResourceNotFoundException", Told("Message", message));

    public static Expected Conflict(string message) => new(409, "ResourceConflictException", Told("message", message));

    public static Expected Invalid(string message) => new(400, "InvalidParameterValueException", Told("message", message));

    /// <summary>Some refusals were recorded without the member <c>Type</c>.</summary>
    public static Expected InvalidWithoutType(string message) =>
        new(400, "InvalidParameterValueException", new JsonObject { ["Type"] = null, ["message"] = message });

    /// <param name="showing">The operation that the text sends the client to.</param>
    public static Expected Stale(string showing) => new(412, "PreconditionFailedException", Told(
        "message", $"The Revision Id provided does not match the latest Revision Id. Call the {showing} API to retrieve the latest Revision Id"));

    private static JsonObject Told(string member, string message) => new() { ["Type"] = "User", [member] = message };
}
