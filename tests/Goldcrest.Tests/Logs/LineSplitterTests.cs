using System.Text;
using Goldcrest.Core.Logs;

namespace Goldcrest.Tests.Logs;

public sealed class LineSplitterTests
{
    private readonly LineSplitter _splitter = new();
    private readonly List<string> _lines = [];

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\n\nb\n", "a||b")]
    [InlineData("\n", "")]
    [InlineData("a", null)]
    [InlineData("", null)]
    [InlineData("a\r\n", "a\r")]
    public void Lines_end_with_a_line_break(string text, string? lines)
    {
        Push(text);

        Assert.Equal(lines?.Split('|') ?? [], _lines);
    }

    [Fact]
    public void Pieces_of_any_size_give_the_same_lines()
    {
        var text = Encoding.UTF8.GetBytes("first\nsecond \u20ac\n\nfourth");
        for (var size = 1; size <= text.Length; size++)
        {
            _lines.Clear();
            foreach (var piece in text.Chunk(size))
            {
                _splitter.Push(piece, Add);
            }

            _splitter.Flush(Add);

            Assert.Equal(["first", "second \u20ac", "", "fourth"], _lines);
        }
    }

    [Fact]
    public void A_line_of_the_greatest_length_stays_whole()
    {
        Push(new string('x', LineSplitter.MaxLineBytes) + "\n");

        Assert.Equal([LineSplitter.MaxLineBytes], _lines.Select(line => line.Length));
    }

    [Fact]
    public void A_longer_line_is_cut()
    {
        Push(new string('x', LineSplitter.MaxLineBytes + 1));
        Push(new string('y', LineSplitter.MaxLineBytes) + "\n");

        Assert.Equal([LineSplitter.MaxLineBytes, LineSplitter.MaxLineBytes, 1], _lines.Select(line => line.Length));
    }

    [Theory]
    [InlineData("\u00e9")]
    [InlineData("\u20ac")]
    [InlineData("\U0001F600")]
    public void A_cut_goes_between_characters(string character)
    {
        for (var shift = 0; shift < 4; shift++)
        {
            _lines.Clear();
            var text = new string('x', LineSplitter.MaxLineBytes - shift) + character + "z";

            Push(text + "\n");

            Assert.Equal(text, string.Concat(_lines));
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_cut_anywhere_and_none_is_lost()
    {
        var total = 0;
        _splitter.Push(Enumerable.Repeat((byte)0x80, (2 * LineSplitter.MaxLineBytes) + 5).ToArray(), line => total += line.Length);
        _splitter.Flush(line => total += line.Length);

        Assert.Equal((2 * LineSplitter.MaxLineBytes) + 5, total);
    }

    private void Push(string text) => _splitter.Push(Encoding.UTF8.GetBytes(text), Add);

    private void Add(ReadOnlySpan<byte> line) => _lines.Add(Encoding.UTF8.GetString(line));
}
