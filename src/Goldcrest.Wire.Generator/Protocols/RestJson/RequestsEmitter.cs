using Goldcrest.Wire.Generator.CSharp;
using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.Protocols.RestJson;

/// <summary>Binds each operation's input from labels, query, headers and body.</summary>
internal static class RequestsEmitter
{
    public static SourceFile Emit(ServiceModel service)
    {
        var code = SourceFile.Begin(service);
        SourceFile.Summary(code, service, "Binds the requests");
        code.Open("internal static class " + service.Name + "Requests");
        foreach (var route in RouteUri.Of(service))
        {
            code.Line();
            code.Open("public static " + HandlersEmitter.Input(route.Operation) + " Bind" + route.Operation.Name
                + "(in WireMatch match, WireRequest request)");
            Bind(code, service, route);
            code.Close();
        }

        code.Close();
        return new SourceFile("Requests", code.ToString());
    }

    private static void Bind(CodeWriter code, ServiceModel service, RouteUri route)
    {
        if (route.Operation.Input is not { } input)
        {
            code.Line("return NoInput.Instance;");
            return;
        }

        IReadOnlyList<Member> body = [.. input.Members.Where(member => member.Location == Location.Body)];
        if (input.Payload is { Shape.Kind: Kind.Structure } payload)
        {
            code.Line("var reader = JsonBody.Open(request.Body, out var isObject);");
            code.Line("var " + Names.Local(payload) + " = isObject ? " + JsonReaderEmitter.Read(service, payload.Shape) + " : null;");
            code.Line("JsonBody.Close(ref reader);");
        }
        else if (input.Payload is null && body.Count > 0)
        {
            JsonReaderEmitter.Locals(code, body);
            code.Line("var reader = JsonBody.Open(request.Body, out var isObject);");
            code.Open("while (isObject && JsonBody.NextMember(ref reader))");
            JsonReaderEmitter.Assign(code, service, body);
            code.Close();
            code.Line();
            code.Line("JsonBody.Close(ref reader);");
        }

        code.Open("return new " + input.Name);
        foreach (var member in input.Members)
        {
            code.Line(Names.Property(member) + " = " + Source(route, member) + ",");
        }

        code.Close(";");
    }

    private static string Source(RouteUri route, Member member)
    {
        switch (member.Location)
        {
            case Location.Body when member == route.Operation.Input!.Payload && member.Shape.Kind == Kind.Blob:
                return "request.Body.IsEmpty ? (ReadOnlyMemory<byte>?)null : request.Body";
            case Location.Body:
                return Names.Local(member);
            case Location.Uri:
                return Parse(member, "match.Label(" + route.Labels.ToList().IndexOf(member.WireName) + ")");
            case Location.Header:
                return Parse(member, "request.Headers.Find(" + Names.Literal(member.WireName) + ")");
            case Location.Query when member.Shape is { Kind: Kind.List, Element.Shape.Kind: Kind.Text }:
                return "WireQuery.FindAll(request.RawQuery, " + Names.Literal(member.WireName) + ")";
            case Location.Query:
                return Parse(member, "WireQuery.Find(request.RawQuery, " + Names.Literal(member.WireName) + ")");
            default:
                throw Unbindable(member);
        }
    }

    private static string Parse(Member member, string text) => member.Shape.Kind switch
    {
        Kind.Text => text,
        Kind.Integer => "WireText.Int(" + text + ")",
        Kind.Long or Kind.Double or Kind.Boolean or Kind.Timestamp => "WireText." + member.Shape.Kind + "(" + text + ")",
        _ => throw Unbindable(member),
    };

    private static InvalidDataException Unbindable(Member member) =>
        new("The generator cannot bind " + member.Name + " of shape " + member.ShapeName + " from " + member.Location + ".");
}
