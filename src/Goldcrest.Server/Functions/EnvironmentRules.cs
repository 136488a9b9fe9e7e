using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Goldcrest.Core.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Functions;

/// <summary>What a function's own environment variables must respect.</summary>
/// <remarks>Source: docs/contracts/functions.md#environment.</remarks>
internal static class EnvironmentRules
{
    private static readonly JsonWriterOptions AsMeasured = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Null when the variables can be used.</returns>
    public static WireError? Refuse(IReadOnlyDictionary<string, string> variables)
    {
        if (ReservedVariables.Among(variables.Keys) is { Count: > 0 } reserved)
        {
            return LambdaErrors.InvalidParameterValue(
                "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys "
                + $"that are currently not supported for modification. Reserved keys used in this request: {string.Join(", ", reserved)}");
        }

        var measured = Measure(variables);
        return Encoding.UTF8.GetByteCount(measured) <= FunctionLimits.MaxEnvironmentBytes
            ? null
            : LambdaErrors.InvalidParameterValue(
                "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. "
                + $"String measured: {measured}");
    }

    private static string Measure(IReadOnlyDictionary<string, string> variables)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, AsMeasured))
        {
            json.WriteStartObject();
            foreach (var (name, value) in variables)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
