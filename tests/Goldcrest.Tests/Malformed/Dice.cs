using System.Text;

namespace Goldcrest.Tests.Malformed;

/// <summary>The choices of one request, all from one seed.</summary>
/// <param name="spoilOneIn">How seldom a value is spoilt; 0 for never.</param>
internal sealed class Dice(Random random, int spoilOneIn)
{
    public bool Spoils => spoilOneIn > 0 && OneIn(spoilOneIn);

    public bool OneIn(int chances) => random.Next(chances) == 0;

    public int Below(int end) => random.Next(end);

    public long Number() => random.NextInt64();

    public T Of<T>(params IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Text of any characters, lone surrogates among them.</summary>
    public string Junk()
    {
        var text = new StringBuilder();
        for (var count = random.Next(12); count > 0; count--)
        {
            text.Append(random.Next(3) == 0 ? (char)random.Next(0x10000) : (char)random.Next(0x20, 0x7f));
        }

        return text.ToString();
    }
}
