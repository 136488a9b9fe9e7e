using System.Buffers;
using System.Text;

namespace Goldcrest.Tests.Malformed;

/// <summary>What stands where JSON wants a value, and should not.</summary>
internal static class BadValues
{
    private static readonly string[] Small =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-0", "1E-400", "9223372036854775808", "2147483648", "99999999999999999999999999", "\"\"", "\"x\"", "[]", "{}", "[null]",
        "[[],{}]", "{\"\":null}", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u12\"", "\"\\x\"", "nul", "NaN", "Infinity", "01", "+1", ".5", "1.",
        "'x'", "x", "", ",", "}", "]", ":", "\"", "/**/1", "\"\ufeff\"", "\"\u202e\"", "\"😀\"", "\"$LATEST\"", "\"arn:aws:lambda:::function:\"", "\"../../etc/passwd\"", "\" \"",
    ];

    public static void Write(ArrayBufferWriter<byte> to, Dice dice)
    {
        switch (dice.Below(14))
        {
            case 0:
                Text(to, Nested(dice));
                break;
            case 1:
                to.Write([(byte)'"', .. dice.Bytes(dice.Below(12)), (byte)'"']);
                break;
            case 2:
                to.Write([(byte)'"', .. dice.Of<byte[]>([0xff, 0xfe], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x80]), (byte)'"']);
                break;
            case 3:
                Text(to, $"\"{Long(dice)}\"");
                break;
            case 4:
                Text(to, $"{(dice.OneIn(2) ? "-" : "")}{dice.Number()}{(dice.OneIn(3) ? $"e{dice.Below(500)}" : "")}");
                break;
            case 5:
                Text(to, $"[{string.Join(',', Enumerable.Repeat(dice.Of(Small), dice.Below(200)))}]");
                break;
            case 6:
                Text(to, $"{{{string.Join(',', Enumerable.Range(0, dice.Below(200)).Select(number => $"\"k{number}\":{dice.Of(Small)}"))}}}");
                break;
            case 7:
                Text(to, new string('9', dice.Of(20, 400, 5000)));
                break;
            default:
                Text(to, dice.Of(Small));
                break;
        }
    }

    /// <summary>Longer than any constraint allows, now and then much longer.</summary>
    public static string Long(Dice dice) => new(dice.Of('a', '-', '1', ':', '%', '.'), dice.OneIn(400) ? 1_000_000 : dice.Of(65, 141, 257, 2_049, 20_000));

    private static string Nested(Dice dice)
    {
        var depth = dice.OneIn(100) ? 100_000 : dice.Of(10, 63, 65, 1_000);
        var (open, close) = dice.Of(("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]"));
        var text = new StringBuilder((open.Length + close.Length) * depth);
        for (var level = 0; level < depth; level++)
        {
            text.Append(open);
        }

        text.Append('1');
        for (var level = 0; level < depth && depth % 2 == 1; level++)
        {
            text.Append(close);
        }

        return text.ToString();
    }

    private static void Text(ArrayBufferWriter<byte> to, string text) => to.Write(Encoding.UTF8.GetBytes(text));
}
