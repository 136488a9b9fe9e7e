using System.Globalization;
using System.Text;
using Goldcrest.Wire.Generator.Model;

namespace Goldcrest.Wire.Generator.CSharp;

/// <summary>How the model's names are spelled in C#.</summary>
internal static class Names
{
    public static string Literal(string? text)
    {
        if (text is null)
        {
            return "null";
        }

        var literal = new StringBuilder("\"");
        foreach (var letter in text)
        {
            if (letter is '"' or '\\')
            {
                literal.Append('\\').Append(letter);
            }
            else if (letter is < ' ' or > '~')
            {
                literal.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                literal.Append(letter);
            }
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Upper camel case, whatever the model's: members of error shapes begin with a small letter.</summary>
    public static string Property(Member member) => char.ToUpperInvariant(member.Name[0]) + member.Name.Substring(1);

    /// <summary>Lower camel case, as paths in validation errors spell a member.</summary>
    public static string Path(Member member) => char.ToLowerInvariant(member.Name[0]) + member.Name.Substring(1);

    /// <summary>A local variable's name; the sign keeps it apart from keywords and from the generated code's own words.</summary>
    public static string Local(Member member) => "@" + Path(member) + "Value";

    /// <summary>The constant of an enum value.</summary>
    /// <example><c>nodejs20.x</c> becomes <c>Nodejs20X</c>, <c>IN_PROGRESS</c> becomes <c>InProgress</c>.</example>
    public static string Constant(string value)
    {
        var name = new StringBuilder();
        var shouting = !value.Any(char.IsLower);
        var starts = true;
        foreach (var letter in value)
        {
            if (!char.IsLetterOrDigit(letter))
            {
                starts = true;
                continue;
            }

            name.Append(starts ? char.ToUpperInvariant(letter) : shouting ? char.ToLowerInvariant(letter) : letter);
            starts = false;
        }

        return char.IsDigit(name[0]) ? "Value" + name : name.ToString();
    }

    /// <summary>The C# type of a shape, without the question mark that every member gets.</summary>
    public static string Type(Shape shape) => shape.Kind switch
    {
        Kind.Structure => shape.Name,
        Kind.List => "IReadOnlyList<" + Type(shape.Element!.Shape) + ">",
        Kind.Map => "IReadOnlyDictionary<string, " + Type(shape.Element!.Shape) + ">",
        Kind.Integer => "int",
        Kind.Long => "long",
        Kind.Double => "double",
        Kind.Boolean => "bool",
        Kind.Timestamp => "DateTimeOffset",
        Kind.Blob => "ReadOnlyMemory<byte>",
        _ => "string",
    };

    /// <summary>Distinct constants for all values of an enum, in the order of the values.</summary>
    public static IReadOnlyList<string> Constants(IReadOnlyList<string> values)
    {
        var names = new List<string>();
        foreach (var value in values)
        {
            var name = Constant(value);
            while (names.Contains(name))
            {
                name += "_";
            }

            names.Add(name);
        }

        return names;
    }
}
