namespace Goldcrest.Tests.Lives;

public sealed class MovesTests
{
    /// <summary>Lives that met no refusal, or nothing else, would show little.</summary>
    [Fact]
    public void The_lives_of_the_default_run_meet_every_kind_of_answer()
    {
        var answers = FunctionLivesTests.DefaultSeeds.SelectMany(AnswersOf).ToList();

        Assert.Empty(Moves.Names.SelectMany(name => new[] { $"{name} True", $"{name} False" }).Except(answers.Select(answer => $"{answer.Name} {answer.IsGood}"))
            .Except(["AliasMoves.Delete False"]));
        Assert.Equal([200, 201, 204, 400, 404, 409, 412], answers.Select(answer => answer.Status).Distinct().Order());
        Assert.True(answers.Select(answer => answer.Text).Distinct().Count() >= 25, "Few texts were met.");
    }

    private static IEnumerable<(string Name, int Status, bool IsGood, string Text)> AnswersOf(int seed)
    {
        var twin = new Twin(() => default);
        foreach (var move in FunctionLivesTests.MovesOf(seed).Where(move => move.Kind > Moves.RestartSoon))
        {
            var expected = Moves.Play(move, twin).Expected;
            twin.Settle();
            var text = expected.Body?["message"] ?? expected.Body?["Message"];
            yield return (Moves.NameOf(move), expected.Status, expected.Error is null, text?.ToString().Split(':', '(')[0] ?? "");
        }
    }
}
