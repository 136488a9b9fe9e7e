namespace Goldcrest.Tests.Lives;

public sealed class ShrinkingTests
{
    [Fact]
    public async Task What_does_not_matter_is_left_out()
    {
        var moves = Enumerable.Range(0, 100).Select(number => new Move(number, 0)).ToList();

        var shortest = await Shrinking.ShortenAsync(moves, left => Task.FromResult(left.Any(move => move.Kind == 17) && left.Any(move => move.Kind == 80)));

        Assert.Equal([17, 80], shortest.Select(move => move.Kind));
    }
}
