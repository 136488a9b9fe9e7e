using System.Text;
using Goldcrest.Core.Logs;

namespace Goldcrest.Tests.Logs;

public sealed class LogTailTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_095)]
    [InlineData(4_096)]
    [InlineData(4_097)]
    [InlineData(10_000)]
    public void The_last_4_KB_are_kept_however_they_came(int bytes)
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, bytes).Select(i => (char)('a' + (i % 26)))));
        foreach (var size in (int[])[1, 7, 4_096, 5_000])
        {
            var tail = new LogTail();
            foreach (var piece in text.Chunk(size))
            {
                tail.Append(piece);
            }

            Assert.Equal(text.TakeLast(4_096), tail.ToArray());
        }
    }

    [Fact]
    public void A_tail_begins_with_a_whole_character()
    {
        var tail = new LogTail();

        tail.Append(Encoding.UTF8.GetBytes("\u20ac" + new string('x', 4_094)));

        Assert.Equal(new string('x', 4_094), Encoding.UTF8.GetString(tail.ToArray()));
    }

    [Fact]
    public void A_cleared_tail_is_empty()
    {
        var tail = new LogTail();
        tail.Append(new byte[5_000]);

        tail.Clear();

        Assert.Empty(tail.ToArray());
    }
}
