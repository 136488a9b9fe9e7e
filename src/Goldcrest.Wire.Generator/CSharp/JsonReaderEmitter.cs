using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.CSharp;

/// <summary>Reads from JSON every shape that a request can hold. Shared by the protocols whose bodies are JSON.</summary>
internal static class JsonReaderEmitter
{
    public static SourceFile Emit(ServiceModel service)
    {
        var code = SourceFile.Begin(service);
        SourceFile.Summary(code, service, "Reads the JSON of requests");
        code.Open("internal static class " + service.Name + "JsonReader");
        foreach (var shape in Reach.OfInputs(service))
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
        return new SourceFile("JsonReader", code.ToString());
    }

    /// <summary>The expression that reads a shape at the reader's token.</summary>
    public static string Read(ServiceModel service, Shape shape) => Reader(service, shape) + "(ref reader)";

    /// <summary>Declares a local per member.</summary>
    public static void Locals(CodeWriter code, IReadOnlyList<Member> members)
    {
        foreach (var member in members)
        {
            code.Line(Names.Type(member.Shape) + "? " + Names.Local(member) + " = null;");
        }
    }

    /// <summary>The body of the loop over an object's members: assigns the locals, skips what the model does not know.</summary>
    public static void Assign(CodeWriter code, ServiceModel service, IReadOnlyList<Member> members)
    {
        foreach (var member in members)
        {
            code.Open("if (JsonBody.Is(ref reader, " + Names.Literal(member.WireName) + "u8))");
            code.Line(Names.Local(member) + " = " + Read(service, member.Shape) + ";");
            code.Line("continue;");
            code.Close();
            code.Line();
        }

        code.Line("JsonBody.SkipUnknown(ref reader);");
    }

    private static string Reader(ServiceModel service, Shape shape) => shape.Kind switch
    {
        Kind.Structure or Kind.List or Kind.Map => service.Name + "JsonReader.Read" + shape.Name,
        Kind.Integer => "JsonBody.Int",
        _ => "JsonBody." + shape.Kind,
    };

    private static void Structure(CodeWriter code, ServiceModel service, Shape shape)
    {
        IReadOnlyList<Member> members = [.. shape.Members.Where(member => member.Location == Location.Body && !member.Shape.IsEventStream)];
        code.Line();
        code.Open("public static " + shape.Name + "? Read" + shape.Name + "(ref Utf8JsonReader reader)");
        code.Open("if (!JsonBody.IsObject(ref reader))");
        code.Line("return null;");
        code.Close();
        code.Line();
        Locals(code, members);
        code.Open("while (JsonBody.NextMember(ref reader))");
        Assign(code, service, members);
        code.Close();
        code.Line();
        code.Open("return new " + shape.Name);
        foreach (var member in members)
        {
            code.Line(Names.Property(member) + " = " + Names.Local(member) + ",");
        }

        code.Close(";");
        code.Close();
    }

    private static void Collection(CodeWriter code, ServiceModel service, Shape shape, string kind)
    {
        var item = shape.Element!.Shape;
        var isReference = item.Kind is Kind.Structure or Kind.List or Kind.Map or Kind.Text;
        var method = "JsonBody." + kind + (isReference ? string.Empty : "OfValues") + "<" + Names.Type(item) + ">";
        code.Line();
        code.Line("public static " + Names.Type(shape) + "? Read" + shape.Name + "(ref Utf8JsonReader reader) =>");
        code.Line("    " + method + "(ref reader, " + Reader(service, item) + ");");
    }
}
