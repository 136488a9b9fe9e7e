using System.Text;

namespace Goldcrest.Wire.Generator.CSharp;

/// <summary>Collects generated C#, indented.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(line);
        }

        _text.Append('\n');
    }

    public void Open(string line)
    {
        Line(line);
        Line("{");
        _depth++;
    }

    /// <param name="after">What follows the brace, for example a semicolon.</param>
    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    public void In() => _depth++;

    public void Out() => _depth--;

    public override string ToString() => _text.ToString();
}
