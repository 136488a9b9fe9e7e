namespace Goldcrest.Tests.Lives;

/// <summary>
/// Random lives of a few functions and layers through the whole request path, answer by answer against a twin in memory, with restarts in between. A
/// failure prints the seed and the shortest story that fails; <c>./goldcrest test --soak</c> lives on with other seeds.
/// </summary>
public sealed class FunctionLivesTests
{
    private const int MovesOfALife = 60;
    private const int SoakLives = 200;

    internal static readonly int[] DefaultSeeds = [.. Enumerable.Range(1, 16)];

    public static TheoryData<int> Seeds => [.. DefaultSeeds];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Every_answer_is_the_twin_s(int seed) => LiveAsync(seed);

    [Fact(Explicit = true)]
    public async Task Every_answer_of_hundreds_of_lives_is_the_twin_s()
    {
        var first = (int)(TimeProvider.System.GetTimestamp() % 1_000_000_000);
        for (var seed = first; seed < first + SoakLives; seed++)
        {
            await LiveAsync(seed);
        }
    }

    internal static IReadOnlyList<Move> MovesOf(int seed) => Moves.Random(seed, MovesOfALife);

    private static async Task LiveAsync(int seed)
    {
        var moves = MovesOf(seed);
        if (await Life.FindFailureAsync(moves) is not { } failure)
        {
            return;
        }

        var shortest = await Shrinking.ShortenAsync(moves, async left => await Life.FindFailureAsync(left) is not null);
        var story = await Life.FindFailureAsync(shortest) ?? failure;
        Assert.Fail($"Seed {seed}. The shortest story of {shortest.Count} moves that fails:\n{story}");
    }
}
