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

        if (variables.Where(variable => HasZero(variable.Key) || HasZero(variable.Value)).Select(variable => variable.Key).ToList() is { Count: > 0 } cut)
        {
            // Words of ours. A variable of a process ends where a zero is; what follows would be lost, or become something else.
            return LambdaErrors.InvalidParameterValue(
                "Lambda was unable to configure your environment variables because the environment variables you have provided contain the character U+0000. "
                + $"Keys used in this request: {string.Join(", ", cut.Select(key => key.Replace("\0", "", StringComparison.Ordinal)))}");
        }

        var measured = Measure(variables);
        return Encoding.UTF8.GetByteCount(measured) <= FunctionLimits.MaxEnvironmentBytes
            ? null
            : LambdaErrors.InvalidParameterValue(
                "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. "
                + $"String measured: {measured}");
    }

    private static bool HasZero(string text) => text.Contains('\0', StringComparison.Ordinal);

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
