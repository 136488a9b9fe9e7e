using Goldcrest.Wire.Generator.CSharp;
using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.Protocols.RestJson;

/// <summary>Renders each output as status, headers and body.</summary>
internal static class ResponsesEmitter
{
    private const string ContentType = "Content-Type";

    public static SourceFile Emit(ServiceModel service)
    {
        var code = SourceFile.Begin(service);
        SourceFile.Summary(code, service, "Renders the responses");
        code.Open("internal static class " + service.Name + "Responses");
        code.Line("public static WireResponse Render(NoOutput output, int status, string requestId) =>");
        code.Line("    new() { Status = status, Headers = WireHeaders.For(requestId) };");
        foreach (var output in service.Operations.Select(operation => operation.Output).OfType<Shape>().Distinct())
        {
            code.Line();
            code.Open("public static WireResponse Render(" + output.Name + " output, int status, string requestId)");
            Render(code, service, output);
            code.Close();
        }

        code.Close();
        return new SourceFile("Responses", code.ToString());
    }

    private static void Render(CodeWriter code, ServiceModel service, Shape output)
    {
        code.Line("var headers = WireHeaders.For(requestId);");
        foreach (var member in output.Members.Where(member => member.Location == Location.Header && !IsContentType(member)))
        {
            code.Line("WireHeaders.Add(headers, " + Names.Literal(member.WireName) + ", " + Text(member) + ");");
        }

        var status = output.Members.FirstOrDefault(member => member.Location == Location.Status) is { } set
            ? "output." + Names.Property(set) + " ?? status"
            : "status";
        if (output.Payload is not { } payload)
        {
            code.Line("return JsonAnswer.Reply(" + status + ", headers, output, " + JsonWriterEmitter.Writer(service, output) + ");");
            return;
        }

        code.Open("return new WireResponse");
        code.Line("Status = " + status + ",");
        code.Line("Headers = headers,");
        var contentType = Names.Literal(output.PayloadContentType ?? "application/octet-stream");
        code.Line("ContentType = " + (output.Members.FirstOrDefault(IsContentType) is { } typed
            ? "output." + Names.Property(typed) + ","
            : "output." + Names.Property(payload) + " is null ? null : " + contentType + ","));
        Body(code, payload);
        code.Close(";");
    }

    private static void Body(CodeWriter code, Member payload)
    {
        if (payload.Shape.IsEventStream)
        {
            // The events follow the head of the response one by one, so whoever streams writes them.
            return;
        }

        if (payload.Shape.Kind != Kind.Blob)
        {
            throw new InvalidDataException("The generator cannot render a payload of shape " + payload.ShapeName + ".");
        }

        code.Line("Body = output." + Names.Property(payload) + " ?? default,");
    }

    private static string Text(Member member) => member.Shape.Kind == Kind.Text
        ? "output." + Names.Property(member)
        : throw new InvalidDataException("The generator cannot put shape " + member.ShapeName + " into a header.");

    private static bool IsContentType(Member member) =>
        member.Location == Location.Header && string.Equals(member.WireName, ContentType, StringComparison.OrdinalIgnoreCase);
}
