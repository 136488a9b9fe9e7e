using System.Text.Json.Nodes;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>One request of a fixture and the whole answer that AWS would give.</summary>
/// <param name="Operation">Its name in the model.</param>
/// <param name="Parameters">As the SDK takes them; may hold placeholders.</param>
/// <param name="Status">Of HTTP.</param>
/// <param name="Refusal">The error's code; null when the request is granted.</param>
/// <param name="Answer">What the SDK returns; of a refusal, the body on the wire.</param>
/// <param name="Until">Members of the answer and the values to wait for; null asks once.</param>
internal sealed record ConformanceStep(string Operation, JsonObject Parameters, int Status, string? Refusal, JsonNode? Answer, JsonObject? Until);
