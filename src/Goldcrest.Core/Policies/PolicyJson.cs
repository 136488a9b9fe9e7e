using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Goldcrest.Core.Policies;

/// <summary>Policies and statements as text, as AWS answers them: in one line, members in a fixed order.</summary>
/// <remarks>Source: docs/contracts/policies.md#form.</remarks>
public static class PolicyJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(PolicyStatement statement) => Write(json => WriteStatement(json, statement));

    public static string Write(ResourcePolicy policy) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("Version"u8, "2012-10-17"u8);
        json.WriteString("Id"u8, "default"u8);
        json.WriteStartArray("Statement"u8);
        foreach (var statement in policy.Statements)
        {
            WriteStatement(json, statement);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <param name="text">What <see cref="Write(ResourcePolicy)"/> made, now or in an earlier release.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static ResourcePolicy Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new ResourcePolicy([.. document.RootElement.GetProperty("Statement").EnumerateArray().Select(ReadStatement)]);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new JsonException("This is no policy.", e);
        }
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Plain))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void WriteStatement(Utf8JsonWriter json, PolicyStatement statement)
    {
        json.WriteStartObject();
        json.WriteString("Sid"u8, statement.Sid);
        json.WriteString("Effect"u8, statement.Effect == PolicyEffect.Allow ? "Allow"u8 : "Deny"u8);
        WritePrincipal(json, statement.Principal);
        json.WriteString("Action"u8, statement.Action);
        json.WriteString("Resource"u8, statement.Resource);
        if (statement.Conditions.Count > 0)
        {
            WriteConditions(json, statement.Conditions);
        }

        json.WriteEndObject();
    }

    private static void WritePrincipal(Utf8JsonWriter json, PolicyPrincipal principal)
    {
        if (principal is PolicyPrincipal.Everyone)
        {
            json.WriteString("Principal"u8, "*"u8);
            return;
        }

        var (kind, name) = principal is PolicyPrincipal.Service service ? ("Service", service.Name) : ("AWS", ((PolicyPrincipal.Identity)principal).Arn);
        json.WriteStartObject("Principal"u8);
        json.WriteString(kind, name);
        json.WriteEndObject();
    }

    private static void WriteConditions(Utf8JsonWriter json, IReadOnlyList<PolicyCondition> conditions)
    {
        json.WriteStartObject("Condition"u8);
        foreach (var group in conditions.GroupBy(condition => condition.Operator))
        {
            json.WriteStartObject(group.Key);
            foreach (var condition in group)
            {
                json.WriteString(condition.Key, condition.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static PolicyStatement ReadStatement(JsonElement statement) => new()
    {
        Sid = Text(statement.GetProperty("Sid")),
        Effect = Text(statement.GetProperty("Effect")) == "Allow" ? PolicyEffect.Allow : PolicyEffect.Deny,
        Principal = ReadPrincipal(statement.GetProperty("Principal")),
        Action = Text(statement.GetProperty("Action")),
        Resource = Text(statement.GetProperty("Resource")),
        Conditions = statement.TryGetProperty("Condition", out var conditions) ? ReadConditions(conditions) : [],
    };

    private static PolicyPrincipal ReadPrincipal(JsonElement principal) =>
        principal.ValueKind == JsonValueKind.String ? new PolicyPrincipal.Everyone()
        : principal.TryGetProperty("Service", out var service) ? new PolicyPrincipal.Service(Text(service))
        : new PolicyPrincipal.Identity(Text(principal.GetProperty("AWS")));

    private static ImmutableArray<PolicyCondition> ReadConditions(JsonElement conditions) =>
    [
        .. from comparison in conditions.EnumerateObject()
           from condition in comparison.Value.EnumerateObject()
           select new PolicyCondition(comparison.Name, condition.Name, Text(condition.Value)),
    ];

    private static string Text(JsonElement element) => element.GetString() ?? throw new JsonException("A policy holds no null.");
}
