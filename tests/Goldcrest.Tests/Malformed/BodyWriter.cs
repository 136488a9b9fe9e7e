using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Goldcrest.Tests.Malformed;

/// <summary>Writes bodies by the model, some values of which are spoilt.</summary>
internal sealed class BodyWriter(Dice dice, Func<byte[]> zip)
{
    private const int MostDepth = 8;

    private readonly ArrayBufferWriter<byte> _to = new();
    private int _depth;

    public byte[] Write(IEnumerable<ModelMember> members)
    {
        Structure(members);
        return _to.WrittenSpan.ToArray();
    }

    private void Structure(IEnumerable<ModelMember> members)
    {
        var chosen = members.Where(member => member.IsRequired ? !dice.Spoils : dice.OneIn(4)).ToList();
        if (dice.Spoils && chosen.Count > 0)
        {
            // Twice the same member.
            chosen.Add(dice.Of(chosen));
        }

        Text("{");
        for (var at = 0; at < chosen.Count; at++)
        {
            Text(at == 0 ? "" : ",");
            Text($"{Quoted(dice.Spoils ? dice.Of(chosen[at].Name.ToUpperInvariant(), $"{chosen[at].Name}\0", dice.Junk()) : chosen[at].Name)}:");
            Value(chosen[at].Shape);
        }

        if (dice.Spoils)
        {
            Text(chosen.Count == 0 ? "" : ",");
            Text("\"NotInTheModel\":");
            BadValues.Write(_to, dice);
        }

        Text("}");
    }

    private void Value(ModelShape shape)
    {
        if (dice.Spoils || _depth == MostDepth)
        {
            BadValues.Write(_to, dice);
            return;
        }

        _depth++;
        switch (shape.Type)
        {
            case "structure":
                Structure(shape.Members);
                break;
            case "list":
                List(shape);
                break;
            case "map":
                Map(shape);
                break;
            case "string":
                Text(Quoted(dice.Of(GoodTexts.For(shape))));
                break;
            case "blob":
                Text(Quoted(Convert.ToBase64String(zip())));
                break;
            case "boolean":
                Text(dice.Of("true", "false"));
                break;
            case "timestamp":
                Text(dice.Of("1700000000", "1700000000.123", "0", "\"2026-01-01T00:00:00Z\""));
                break;
            default:
                Text(NumberOf(shape, dice));
                break;
        }

        _depth--;
    }

    public static string NumberOf(ModelShape shape, Dice dice)
    {
        var (min, max) = ((long)(shape.Min ?? 0), (long)(shape.Max ?? 1000));
        return (shape.Type == "double" ? dice.Of(0, 0.5, 1) : dice.Of(min, max, min + dice.Below((int)Math.Clamp(max - min, 1, int.MaxValue))))
            .ToString(CultureInfo.InvariantCulture);
    }

    private void List(ModelShape shape)
    {
        Text("[");
        for (var (at, count) = (0, dice.OneIn(10) ? dice.Below(30) : 1 + dice.Below(2)); at < count; at++)
        {
            Text(at == 0 ? "" : ",");
            Value(shape.Item);
        }

        Text("]");
    }

    private void Map(ModelShape shape)
    {
        Text("{");
        for (var (at, count) = (0, dice.OneIn(10) ? dice.Below(70) : 1 + dice.Below(2)); at < count; at++)
        {
            Text(at == 0 ? "" : ",");
            Text($"{Quoted(dice.Spoils ? dice.Junk() : dice.Of(GoodTexts.For(shape.Key)))}:");
            Value(shape.Item);
        }

        Text("}");
    }

    /// <summary>Quoted, but not escaped beyond need: lone surrogates and control characters of junk reach the server as they are.</summary>
    private string Quoted(string text) => dice.OneIn(3) && !text.Contains('"') && !text.Contains('\\') ? $"\"{text}\"" : JsonSerializer.Serialize(text);

    private void Text(string text) => _to.Write(Encoding.UTF8.GetBytes(text));
}
