using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.CSharp;

/// <summary>One class of string constants per enum: values of newer clients and servers must pass through.</summary>
internal static class ValuesEmitter
{
    private const string ListName = "All";

    public static SourceFile Emit(ServiceModel service)
    {
        var code = SourceFile.Begin(service);
        foreach (var shape in service.Shapes.Where(shape => shape.IsEnum))
        {
            var names = Names.Constants(shape.Values).Select(name => name == ListName ? name + "Value" : name).ToList();
            SourceFile.Summary(code, service, "Values of shape " + shape.Name);
            code.Open("public static class " + shape.Name + "Values");
            for (var i = 0; i < names.Count; i++)
            {
                code.Line("public const string " + names[i] + " = " + Names.Literal(shape.Values[i]) + ";");
            }

            code.Line();
            code.Line("public static IReadOnlyList<string> " + ListName + " { get; } = [" + string.Join(", ", names) + "];");
            code.Close();
        }

        return new SourceFile("Values", code.ToString());
    }
}
