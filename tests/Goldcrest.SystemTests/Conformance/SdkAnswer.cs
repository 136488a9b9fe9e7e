using System.Text.Json.Nodes;

namespace Goldcrest.SystemTests.Conformance;

/// <summary>One answer, as the SDK gave it and as it came over the network.</summary>
/// <param name="ErrorType">The header that names the error; null when there was none.</param>
/// <param name="RequestId">The header that names the request; null when there was none.</param>
/// <param name="Body">The bytes as text.</param>
/// <param name="Answer">The SDK's object: times are numbers, payloads texts, log tails decoded; null when refused.</param>
/// <param name="RefusalCode">The name of the SDK's exception; null when granted.</param>
/// <param name="RefusalMessage">Its message.</param>
internal sealed record SdkAnswer(
    int Status, string? ErrorType, string? RequestId, string Body, JsonObject? Answer, string? RefusalCode, string? RefusalMessage)
{
    // Members that the model binds to the status, a header or the whole body.
    private static readonly string[] OutsideBody = ["StatusCode", "FunctionError", "LogResult", "ExecutedVersion", "Payload"];

    public static SdkAnswer From(JsonObject result) => new(
        (int)result["wire"]!["status"]!,
        (string?)result["wire"]!["headers"]!["x-amzn-errortype"],
        (string?)result["wire"]!["headers"]!["x-amzn-requestid"],
        (string)result["wire"]!["body"]!,
        result["answer"]?.AsObject(),
        (string?)result["refusal"]?["code"],
        (string?)result["refusal"]?["message"]);

    /// <summary>What the SDK does not let its caller see: members it does not know, nulls, other types on the wire.</summary>
    /// <returns>Each difference between the body and what the SDK made of it.</returns>
    public IReadOnlyList<string> Hidden()
    {
        if (Answer is null || Answer.ContainsKey("Payload"))
        {
            return [];
        }

        var seen = Answer.DeepClone().AsObject();
        foreach (var name in OutsideBody)
        {
            seen.Remove(name);
        }

        var body = Body.Length == 0 ? new JsonObject() : JsonNode.Parse(Body);
        return [.. new AnswerComparer(new Captures()).Compare(seen, body).Select(difference => "on the wire " + difference)];
    }
}
