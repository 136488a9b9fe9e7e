using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.CSharp;

/// <summary>One factory per error shape.</summary>
internal static class ErrorsEmitter
{
    public static SourceFile Emit(ServiceModel service)
    {
        var code = SourceFile.Begin(service);
        SourceFile.Summary(code, service, "Errors");
        code.Open("public static class " + service.Name + "Errors");
        foreach (var error in service.Errors)
        {
            Factory(code, error);
        }

        code.Close();
        return new SourceFile("Errors", code.ToString());
    }

    private static void Factory(CodeWriter code, ErrorShape error)
    {
        var text = error.Shape.Members.FirstOrDefault(IsText);
        var others = error.Shape.Members
            .Where(member => !IsText(member) && member.Name != "Type")
            .OrderBy(member => member.Location)
            .ToList();
        var parameters = string.Concat(others.Select(member => ", string? " + Names.Path(member) + " = null"));

        code.Line("/// <summary>" + error.Code + ", status " + error.Status + ".</summary>");
        code.Open("public static WireError " + WithoutSuffix(error.Shape.Name) + "(string? message" + parameters + ") => new()");
        code.Line("Code = " + Names.Literal(error.Code) + ",");
        code.Line("Status = " + error.Status + ",");
        code.Line("Message = message,");
        code.Line("MessageMember = " + Names.Literal(text?.WireName ?? "message") + ",");
        if (error.Shape.Members.Any(member => member.Name == "Type"))
        {
            code.Line("Type = " + (error.IsServerFault ? "\"Service\"" : "\"User\"") + ",");
        }

        Pairs(code, "Members", [.. others.Where(member => member.Location == Location.Body)]);
        Pairs(code, "Headers", [.. others.Where(member => member.Location == Location.Header)]);
        code.Close(";");
        code.Line();
    }

    private static void Pairs(CodeWriter code, string property, IReadOnlyList<Member> members)
    {
        if (members.Count > 0)
        {
            var pairs = members.Select(member => "(" + Names.Literal(member.WireName) + ", " + Names.Path(member) + ")");
            code.Line(property + " = WireErrors.Given(" + string.Join(", ", pairs) + "),");
        }
    }

    private static bool IsText(Member member) => member.Name is "message" or "Message";

    private static string WithoutSuffix(string name) =>
        name.EndsWith("Exception", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Exception".Length) : name;
}
