namespace Goldcrest.Tests.Lives;

/// <summary>The choices of one move. The same seed chooses the same way, whatever was chosen before.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random _random = new(seed);

    public bool OneIn(int chances) => _random.Next(chances) == 0;

    public int Below(int end) => _random.Next(end);

    public T Of<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
