using Goldcrest.Wire.Generator.CSharp;
using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.Protocols.RestJson;

/// <summary>The table of operations, and the finding of one by method, path and query: nested switches, one per segment.</summary>
internal static class RoutesEmitter
{
    public static SourceFile Emit(ServiceModel service)
    {
        var code = SourceFile.Begin(service);
        var routes = RouteUri.Of(service);
        SourceFile.Summary(code, service, "The operations");
        code.Open("public static class " + service.Name + "Service");
        Table(code, routes);
        code.Line();
        Find(code, routes);
        foreach (var group in ByLength(routes))
        {
            code.Line();
            code.Open("private static WireMatch? FindOf" + group.Key
                + "(in WirePath path, string method, string rawPath, string rawQuery)");
            Segment(code, [.. group], 0);
            code.Line("return null;");
            code.Close();
        }

        code.Close();
        return new SourceFile("Service", code.ToString());
    }

    private static IEnumerable<IGrouping<int, RouteUri>> ByLength(IReadOnlyList<RouteUri> routes) =>
        routes.GroupBy(route => route.Segments.Count).OrderBy(group => group.Key);

    private static void Table(CodeWriter code, IReadOnlyList<RouteUri> routes)
    {
        code.Line("private static readonly WireOperation[] Table =");
        code.Line("[");
        code.In();
        foreach (var route in routes)
        {
            var operation = route.Operation;
            code.Line("new(" + route.Index + ", " + Names.Literal(operation.Name) + ", " + Names.Literal(operation.Method) + ", "
                + Names.Literal(operation.Uri) + ", " + operation.Status + "),");
        }

        code.Out();
        code.Line("];");
        code.Line();
        code.Line("/// <summary>Every operation of the model, each at its own index.</summary>");
        code.Line("public static IReadOnlyList<WireOperation> Operations => Table;");
    }

    private static void Find(CodeWriter code, IReadOnlyList<RouteUri> routes)
    {
        code.Line("/// <param name=\"method\">In capitals, as sent.</param>");
        code.Line("/// <param name=\"rawPath\">Still percent-encoded, without the query.</param>");
        code.Line("/// <param name=\"rawQuery\">Still percent-encoded, without the question mark.</param>");
        code.Line("/// <returns>Null when the request line names no operation. Never throws, whatever was sent.</returns>");
        code.Open("public static WireMatch? Find(string method, string rawPath, string rawQuery)");
        code.Line("var path = new WirePath(rawPath);");
        code.Open("return path.Count switch");
        foreach (var group in ByLength(routes))
        {
            code.Line(group.Key + " => FindOf" + group.Key + "(path, method, rawPath, rawQuery),");
        }

        code.Line("_ => null,");
        code.Close(";");
        code.Close();
    }

    private static void Segment(CodeWriter code, IReadOnlyList<RouteUri> routes, int depth)
    {
        if (depth == routes[0].Segments.Count)
        {
            Methods(code, routes);
            return;
        }

        if (routes.All(route => RouteUri.IsLabel(route.Segments[depth])))
        {
            Segment(code, routes, depth + 1);
            return;
        }

        if (routes.Any(route => RouteUri.IsLabel(route.Segments[depth])))
        {
            throw new InvalidDataException("A label and a fixed segment compete at " + routes[0].Operation.Uri + ".");
        }

        code.Open("switch (path[" + depth + "])");
        foreach (var group in routes.GroupBy(route => route.Segments[depth]))
        {
            code.Line("case " + Names.Literal(group.Key) + ":");
            code.In();
            Segment(code, [.. group], depth + 1);
            code.Line("break;");
            code.Out();
        }

        code.Close();
    }

    private static void Methods(CodeWriter code, IReadOnlyList<RouteUri> routes)
    {
        // What asks for a constant query comes first: without it, the plain route would win every time.
        foreach (var route in routes.OrderByDescending(route => route.Query.Count))
        {
            var conditions = new[] { "method == " + Names.Literal(route.Operation.Method) }
                .Concat(route.Query.Select(
                    pair => "WireQuery.Has(rawQuery, " + Names.Literal(pair.Key) + ", " + Names.Literal(pair.Value) + ")"));
            var labels = route.Segments.Select((segment, at) => (segment, at)).Where(pair => RouteUri.IsLabel(pair.segment));
            code.Open("if (" + string.Join(" && ", conditions) + ")");
            code.Line("return new WireMatch(Table[" + route.Index + "], rawPath"
                + string.Concat(labels.Select(label => ", path.At(" + label.at + ")")) + ");");
            code.Close();
            code.Line();
        }
    }
}
