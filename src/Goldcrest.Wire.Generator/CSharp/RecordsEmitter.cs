using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.CSharp;

/// <summary>One record per structure, every member nullable.</summary>
internal static class RecordsEmitter
{
    public static SourceFile Emit(ServiceModel service)
    {
        var code = SourceFile.Begin(service);
        foreach (var shape in service.Shapes.Where(shape => shape.IsStructure))
        {
            SourceFile.Summary(code, service, "Shape " + shape.Name);
            code.Open("public sealed record " + shape.Name);
            foreach (var member in shape.Members)
            {
                code.Line("public " + Names.Type(member.Shape) + "? " + Names.Property(member) + " { get; init; }");
            }

            if (shape.Members.Any(member => member.Shape.Sensitive))
            {
                code.Line();
                code.Line("/// <summary>The name alone: members are sensitive.</summary>");
                code.Line("public override string ToString() => nameof(" + shape.Name + ");");
            }

            code.Close();
        }

        return new SourceFile("Records", code.ToString());
    }
}
