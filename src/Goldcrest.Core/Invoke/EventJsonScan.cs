using System.Globalization;
using System.Text;

namespace Goldcrest.Core.Invoke;

/// <summary>Finds the first flaw of a text that is known not to be JSON, and words it. Only refused events pay for it.</summary>
/// <remarks>Source: docs/contracts/invoke.md#events (the recorded wordings).</remarks>
internal ref struct EventJsonScan(ReadOnlySpan<byte> json)
{
    private const string Expected = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

    private static readonly System.Buffers.SearchValues<byte> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF"u8);

    private readonly ReadOnlySpan<byte> _json = json;

    // Where each object or array that is not closed yet begins.
    private readonly Stack<int> _open = new();
    private int _at;

    /// <returns>The wording, and the offset in bytes that the location names.</returns>
    public (string Text, int Offset) Run()
    {
        while (true)
        {
            if (Value() is { } flaw)
            {
                return flaw;
            }

            if (AfterValue() is { } end)
            {
                return end;
            }
        }
    }

    private readonly bool InObject => _open.Count > 0 && _json[_open.Peek()] == '{';

    /// <summary>Reads a scalar or an opening bracket with all that must follow before the next value.</summary>
    private (string, int)? Value()
    {
        SkipBlanks();
        if (_at >= _json.Length)
        {
            return EndOfInput();
        }

        var c = _json[_at];
        switch (c)
        {
            case (byte)'{' or (byte)'[':
                _open.Push(_at++);
                if (_open.Count > EventJson.MaxDepth)
                {
                    var allowed = $"{EventJson.MaxDepth}, from `StreamReadConstraints.getMaxNestingDepth()`";
                    return ($"Document nesting depth ({_open.Count}) exceeds the maximum allowed ({allowed})", _at);
                }

                SkipBlanks();
                if (_at < _json.Length && _json[_at] == (c == '{' ? '}' : ']'))
                {
                    return null;
                }

                return c == '{' ? Name() ?? Value() : Value();
            case (byte)'"':
                return Text("string value");
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return Number();
            default:
                return IsLetter(c) ? Token() : Unexpected("expected a valid value " + Expected);
        }
    }

    /// <summary>Closes what is closed, and moves past one comma.</summary>
    private (string, int)? AfterValue()
    {
        while (true)
        {
            SkipBlanks();
            if (_at >= _json.Length)
            {
                return EndOfInput();
            }

            if (_open.Count == 0)
            {
                return IsLetter(_json[_at]) ? Token() ?? Trailing() : Unexpected("expected a valid value " + Expected);
            }

            if (_json[_at] == (InObject ? '}' : ']'))
            {
                _open.Pop();
                _at++;
                continue;
            }

            if (_json[_at] != ',')
            {
                return Unexpected(InObject ? "was expecting comma to separate Object entries" : "was expecting comma to separate Array entries");
            }

            _at++;
            return InObject ? Name() : null;
        }
    }

    private (string, int)? Name()
    {
        SkipBlanks();
        if (_at >= _json.Length)
        {
            return EndOfInput();
        }

        if (_json[_at] != '"')
        {
            return Unexpected("was expecting double-quote to start field name");
        }

        if (Text("field name") is { } flaw)
        {
            return flaw;
        }

        SkipBlanks();
        if (_at >= _json.Length)
        {
            return EndOfInput();
        }

        if (_json[_at] != ':')
        {
            return Unexpected("was expecting a colon to separate field name and value");
        }

        _at++;
        return null;
    }

    private (string, int)? Text(string what)
    {
        _at++;
        while (_at < _json.Length)
        {
            var c = _json[_at];
            if (c == '"')
            {
                _at++;
                return null;
            }

            if (c < 0x20)
            {
                return ($"Illegal unquoted character ({Describe(new Rune(c))}): has to be escaped using backslash to be included in {what}", _at + 1);
            }

            if (c == '\\')
            {
                if (Escape() is { } flaw)
                {
                    return flaw;
                }
            }
            else if (Rune.DecodeFromUtf8(_json[_at..], out _, out var bytes) == System.Buffers.OperationStatus.Done)
            {
                _at += bytes;
            }
            else
            {
                return InvalidUtf8();
            }
        }

        return ($"Unexpected end-of-input: was expecting closing quote for a {what}", _at);
    }

    private (string, int)? Escape()
    {
        var escaped = _at + 1 < _json.Length ? _json[_at + 1] : (byte)0;
        if (escaped == 'u')
        {
            var digits = _json[(_at + 2)..Math.Min(_at + 6, _json.Length)];
            var bad = digits.IndexOfAnyExcept(HexDigits);
            if (bad >= 0)
            {
                _at += 2 + bad;
                return Unexpected("expected a hex-digit for character escape sequence");
            }

            _at += 2 + digits.Length;
            return null;
        }

        if (escaped != 0 && !"\"\\/bfnrt"u8.Contains(escaped))
        {
            return ($"Unrecognized character escape {Describe(new Rune((char)escaped))}", _at + 2);
        }

        _at = Math.Min(_at + 2, _json.Length);
        return null;
    }

    private (string, int)? Number()
    {
        var start = _at;
        if (_json[_at] == '-')
        {
            _at++;
            if (_at >= _json.Length || !char.IsAsciiDigit((char)_json[_at]))
            {
                return _at >= _json.Length ? EndOfInput() : Unexpected("expected digit (0-9) to follow minus sign, for valid numeric value");
            }
        }

        if (_json[_at] == '0' && _at + 1 < _json.Length && char.IsAsciiDigit((char)_json[_at + 1]))
        {
            return ("Invalid numeric value: Leading zeroes not allowed", _at + 1);
        }

        while (_at < _json.Length && "0123456789+-.eE"u8.Contains(_json[_at]))
        {
            _at++;
        }

        var number = _json[start.._at];
        if (!char.IsAsciiDigit((char)number[^1]) && _at >= _json.Length)
        {
            return EndOfInput();
        }

        return System.Buffers.Text.Utf8Parser.TryParse(number, out double _, out var read) && read == number.Length && char.IsAsciiDigit((char)number[^1])
            ? null
            : Unexpected("Expected space separating root-level values");
    }

    private (string, int)? Token()
    {
        var start = _at;
        while (_at < _json.Length && (IsLetter(_json[_at]) || char.IsAsciiDigit((char)_json[_at]) || _json[_at] == '_'))
        {
            _at++;
        }

        var token = Encoding.ASCII.GetString(_json[start.._at]);
        return token is "true" or "false" or "null" ? null : ($"Unrecognized token '{token}': was expecting {Expected}", _at);
    }

    private (string, int) Trailing() => ("Trailing token found after value", _at);

    private readonly (string, int) EndOfInput()
    {
        if (_open.Count == 0)
        {
            return ("Unexpected end-of-input", _at);
        }

        var kind = InObject ? "Object" : "Array";
        return ($"Unexpected end-of-input: expected close marker for {kind} (start marker at {EventJson.Place(_json, _open.Peek())})", _at);
    }

    private readonly (string, int) Unexpected(string why)
    {
        if (_at >= _json.Length)
        {
            return EndOfInput();
        }

        // Outside of strings a byte is taken for a character, as it comes.
        var c = new Rune((char)_json[_at]);
        return ($"Unexpected character ({Describe(c)}): {why}", _at);
    }

    private readonly (string, int) InvalidUtf8()
    {
        var first = _json[_at];
        var length = first switch { >= 0xC2 and < 0xE0 => 2, >= 0xE0 and < 0xF0 => 3, >= 0xF0 and < 0xF5 => 4, _ => 0 };
        for (var i = 1; i < length && _at + i < _json.Length; i++)
        {
            if ((_json[_at + i] & 0xC0) != 0x80)
            {
                return ($"Invalid UTF-8 middle byte 0x{Hex(_json[_at + i])}", _at + i + 1);
            }
        }

        return ($"Invalid UTF-8 start byte 0x{Hex(first)}", _at + 1);
    }

    private void SkipBlanks()
    {
        while (_at < _json.Length && " \t\r\n"u8.Contains(_json[_at]))
        {
            _at++;
        }
    }

    private static bool IsLetter(byte c) => char.IsAsciiLetter((char)c);

    private static string Hex(byte b) => b.ToString("x", CultureInfo.InvariantCulture);

    private static string Describe(Rune c) => Rune.IsControl(c) ? $"(CTRL-CHAR, code {c.Value})" : $"'{c}' (code {c.Value})";
}
