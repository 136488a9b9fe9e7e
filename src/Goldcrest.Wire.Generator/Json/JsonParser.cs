using System.Globalization;
using System.Text;

namespace Goldcrest.Wire.Generator.Json;

/// <summary>Reads a model file. The compiler host loads generators without their packages, so the base library must do.</summary>
/// <exception cref="InvalidDataException">The text is not JSON; names the offset.</exception>
internal sealed class JsonParser
{
    private readonly string _text;
    private int _at;

    private JsonParser(string text) => _text = text;

    public static JsonNode Parse(string text)
    {
        var parser = new JsonParser(text);
        var value = parser.Value();
        parser.Blanks();
        return parser._at == text.Length ? value : throw parser.Bad();
    }

    private JsonNode Value()
    {
        Blanks();
        switch (Peek())
        {
            case '{':
                return Object();
            case '[':
                return Array();
            case '"':
                return JsonNode.OfText(String());
            case 't':
                Word("true");
                return JsonNode.OfWord(true);
            case 'f':
                Word("false");
                return JsonNode.OfWord(false);
            case 'n':
                Word("null");
                return JsonNode.OfWord(false);
            default:
                return Number();
        }
    }

    private JsonNode Object()
    {
        var members = new List<KeyValuePair<string, JsonNode>>();
        Expect('{');
        Blanks();
        while (Peek() != '}')
        {
            Blanks();
            var name = String();
            Blanks();
            Expect(':');
            members.Add(new KeyValuePair<string, JsonNode>(name, Value()));
            Separator('}');
        }

        Expect('}');
        return JsonNode.OfMembers(members);
    }

    private JsonNode Array()
    {
        var items = new List<JsonNode>();
        Expect('[');
        Blanks();
        while (Peek() != ']')
        {
            items.Add(Value());
            Separator(']');
        }

        Expect(']');
        return JsonNode.OfItems(items);
    }

    private JsonNode Number()
    {
        var start = _at;
        while (_at < _text.Length && "+-.0123456789eE".IndexOf(_text[_at]) >= 0)
        {
            _at++;
        }

        return _at > start ? JsonNode.OfText(_text.Substring(start, _at - start)) : throw Bad();
    }

    private string String()
    {
        Expect('"');
        var text = new StringBuilder();
        while (Peek() is var next && next != '"')
        {
            _at++;
            text.Append(next == '\\' ? Escape() : next);
        }

        _at++;
        return text.ToString();
    }

    private char Escape()
    {
        var kind = Peek();
        _at++;
        switch (kind)
        {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when _at + 4 <= _text.Length:
                var code = _text.Substring(_at, 4);
                _at += 4;
                return (char)int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            default:
                return kind;
        }
    }

    private void Separator(char end)
    {
        Blanks();
        if (Peek() == end)
        {
            return;
        }

        Expect(',');
        Blanks();
    }

    private void Word(string word)
    {
        foreach (var letter in word)
        {
            Expect(letter);
        }
    }

    private void Expect(char expected)
    {
        if (Peek() != expected)
        {
            throw Bad();
        }

        _at++;
    }

    private char Peek() => _at < _text.Length ? _text[_at] : throw Bad();

    private void Blanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private InvalidDataException Bad() =>
        new("The model is not JSON at character " + _at.ToString(CultureInfo.InvariantCulture) + ".");
}
