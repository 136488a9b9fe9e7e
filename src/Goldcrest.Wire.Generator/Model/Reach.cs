namespace Goldcrest.Wire.Generator.Model;

/// <summary>Finds what a set of shapes is made of, parts before wholes, so that only code that is used is generated.</summary>
internal static class Reach
{
    public static IReadOnlyList<Shape> OfInputs(ServiceModel service) => From(service.Operations.Select(operation => operation.Input));

    public static IReadOnlyList<Shape> OfOutputs(ServiceModel service) => From(service.Operations.Select(operation => operation.Output));

    private static List<Shape> From(IEnumerable<Shape?> roots)
    {
        var found = new List<Shape>();
        var seen = new HashSet<string>();
        foreach (var root in roots)
        {
            Visit(root);
        }

        return found;

        void Visit(Shape? shape)
        {
            if (shape is null || shape.IsEventStream || !seen.Add(shape.Name))
            {
                return;
            }

            Visit(shape.Key?.Shape);
            Visit(shape.Element?.Shape);
            foreach (var member in shape.Members)
            {
                Visit(member.Shape);
            }

            found.Add(shape);
        }
    }
}
