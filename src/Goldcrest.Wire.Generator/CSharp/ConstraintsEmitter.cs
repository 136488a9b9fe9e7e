using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.CSharp;

/// <summary>The constraints of every shape that a request can hold, and a check per structure, in the order of the model.</summary>
internal static class ConstraintsEmitter
{
    public static SourceFile Emit(ServiceModel service)
    {
        var shapes = Reach.OfInputs(service);
        var code = SourceFile.Begin(service);
        SourceFile.Summary(code, service, "Constraints on requests");
        code.Open("internal static class " + service.Name + "Constraints");
        foreach (var shape in shapes.Where(HasConstraint))
        {
            Field(code, shape);
        }

        foreach (var shape in shapes.Where(shape => shape.IsStructure))
        {
            code.Line();
            Check(code, shape);
        }

        code.Line();
        code.Line("public static void Check(NoInput value, string path, ref Violations violations) { }");
        code.Close();
        return new SourceFile("Constraints", code.ToString());
    }

    private static bool HasConstraint(Shape shape) => shape.Kind switch
    {
        Kind.Structure or Kind.Boolean or Kind.Timestamp => false,
        Kind.List => !shape.Element!.Shape.IsStructure || shape.Min is not null || shape.Max is not null,
        Kind.Map => !shape.Element!.Shape.IsStructure,
        _ => shape.Min is not null || shape.Max is not null || shape.Pattern is not null || shape.IsEnum,
    };

    private static void Field(CodeWriter code, Shape shape)
    {
        var (type, arguments) = shape.Kind switch
        {
            Kind.List => ("ListConstraint<" + Names.Type(shape.Element!.Shape) + ">", List(shape)),
            Kind.Map => ("MapConstraint<" + Names.Type(shape.Element!.Shape) + ">", Map(shape)),
            Kind.Text => ("TextConstraint", Text(shape)),
            Kind.Blob => ("BlobConstraint", Bounds(shape)),
            _ => ("NumberConstraint<" + Names.Type(shape) + ">", [shape.Min ?? "null", shape.Max ?? "null"]),
        };
        code.Line("private static readonly " + type + " " + shape.Name + " = new(" + string.Join(", ", arguments) + ");");
    }

    private static List<string> Text(Shape shape)
    {
        var arguments = Bounds(shape);
        arguments.Add("pattern: " + Names.Literal(shape.Pattern));
        arguments.Add("isSensitive: " + (shape.Sensitive ? "true" : "false"));
        if (shape.IsEnum)
        {
            arguments.Add("values: [" + string.Join(", ", shape.Values.Select(Names.Literal)) + "]");
        }

        return arguments;
    }

    private static List<string> List(Shape shape) =>
    [
        Reference(shape.Element!.Shape),
        .. Bounds(shape),
        "isSensitive: " + (shape.Sensitive || shape.Element.Shape.Sensitive ? "true" : "false"),
        "wording: ItemWording." + shape.ItemWording,
    ];

    private static List<string> Map(Shape shape) =>
    [
        Reference(shape.Key!.Shape),
        Reference(shape.Element!.Shape),
        .. Bounds(shape),
        "isSensitive: " + (shape.Sensitive || shape.Element.Shape.Sensitive ? "true" : "false"),
    ];

    private static List<string> Bounds(Shape shape) => ["min: " + (shape.Min ?? "0"), "max: " + (shape.Max ?? "int.MaxValue")];

    private static string Reference(Shape shape) => HasConstraint(shape) ? shape.Name : "null";

    private static void Check(CodeWriter code, Shape shape)
    {
        code.Open("public static void Check(" + shape.Name + " value, string path, ref Violations violations)");
        foreach (var member in shape.Members.Where(member => !member.Shape.IsEventStream))
        {
            var value = "value." + Names.Property(member);
            var path = Names.Literal(Names.Path(member));
            if (member.Required)
            {
                code.Open("if (" + value + " is null)");
                code.Line("violations.AddMissing(path, " + path + ");");
                code.Close();
            }

            if (HasConstraint(member.Shape) && !member.Unchecked)
            {
                code.Line(member.Shape.Name + ".Check(" + value + ", path, " + path + ", ref violations);");
            }

            Nested(code, member, value);
        }

        code.Close();
    }

    private static void Nested(CodeWriter code, Member member, string value)
    {
        var path = Names.Path(member);
        var local = Names.Local(member);
        if (member.Shape.IsStructure)
        {
            code.Open("if (" + value + " is { } " + local + ")");
            code.Line("Check(" + local + ", path + \"" + path + ".\", ref violations);");
            code.Close();
        }
        else if (member.Shape.Kind == Kind.List && member.Shape.Element!.Shape.IsStructure)
        {
            code.Open("for (var i = 0; i < (" + value + "?.Count ?? 0); i++)");
            code.Line("var at = $\"{path}" + path + ".{i + 1}.member\";");
            code.Open("if (" + value + "![i] is { } " + local + ")");
            code.Line("Check(" + local + ", at + \".\", ref violations);");
            code.Close();
            code.Open("else");
            code.Line("violations.AddMissing(at, string.Empty);");
            code.Close();
            code.Close();
        }
        else if (member.Shape.Kind == Kind.Map && member.Shape.Element!.Shape.IsStructure)
        {
            code.Open("foreach (var pair in " + value + " ?? new Dictionary<string, " + member.Shape.Element.Shape.Name + ">())");
            code.Line("Check(pair.Value, $\"{path}" + path + ".{pair.Key}.member.\", ref violations);");
            code.Close();
        }
    }
}
