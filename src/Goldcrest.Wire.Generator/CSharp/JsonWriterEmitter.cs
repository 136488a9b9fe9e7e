using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.CSharp;

/// <summary>Writes as JSON every shape that a response can hold. Shared by the protocols whose bodies are JSON.</summary>
internal static class JsonWriterEmitter
{
    public static SourceFile Emit(ServiceModel service)
    {
        var code = SourceFile.Begin(service);
        SourceFile.Summary(code, service, "Writes the JSON of responses");
        code.Open("internal static class " + service.Name + "JsonWriter");
        foreach (var shape in Reach.OfOutputs(service))
        {
            switch (shape.Kind)
            {
                case Kind.Structure:
                    Structure(code, service, shape);
                    break;
                case Kind.List:
                    Collection(code, service, shape, "List");
                    break;
                case Kind.Map:
                    Collection(code, service, shape, "Map");
                    break;
                default:
                    break;
            }
        }

        code.Close();
        return new SourceFile("JsonWriter", code.ToString());
    }

    /// <summary>The method that writes a shape's value, for calls and as a delegate.</summary>
    public static string Writer(ServiceModel service, Shape shape) => shape.Kind switch
    {
        Kind.Structure or Kind.List or Kind.Map => service.Name + "JsonWriter.Write" + shape.Name,
        Kind.Integer or Kind.Long or Kind.Double => "JsonAnswer.Number",
        _ => "JsonAnswer." + shape.Kind,
    };

    private static void Structure(CodeWriter code, ServiceModel service, Shape shape)
    {
        code.Line();
        code.Open("public static void Write" + shape.Name + "(Utf8JsonWriter writer, " + shape.Name + " value)");
        code.Line("writer.WriteStartObject();");
        foreach (var member in shape.Members.Where(member => member.Location == Location.Body && !member.Shape.IsEventStream))
        {
            var local = Names.Local(member);
            code.Open("if (value." + Names.Property(member) + " is { } " + local + ")");
            code.Line("writer.WritePropertyName(" + Names.Literal(member.WireName) + "u8);");
            code.Line(Statement(service, member, local));
            code.Close();
            code.Line();
        }

        code.Line("writer.WriteEndObject();");
        code.Close();
    }

    private static string Statement(ServiceModel service, Member member, string local) =>
        member.Shape.Kind == Kind.Timestamp
        && (member.TimestampFormat ?? member.Shape.TimestampFormat) is { } format and not "unixTimestamp"
            ? "writer.WriteStringValue(WireText.OfTimestamp(" + local + ", " + Names.Literal(format) + "));"
            : Writer(service, member.Shape) + "(writer, " + local + ");";

    private static void Collection(CodeWriter code, ServiceModel service, Shape shape, string kind)
    {
        var item = shape.Element!.Shape;
        code.Line();
        code.Line("public static void Write" + shape.Name + "(Utf8JsonWriter writer, " + Names.Type(shape) + " value) =>");
        code.Line("    JsonAnswer." + kind + "<" + Names.Type(item) + ">(writer, value, " + Writer(service, item) + ");");
    }
}
