namespace Goldcrest.Tests.Lives;

/// <summary>What can happen to a control plane, each as often as it stands in the table.</summary>
internal static class Moves
{
    /// <summary>The node is stopped and started again, and nothing else.</summary>
    public const int Restart = 0;

    /// <summary>The next move's answer is the last thing before a restart: what it began goes on afterwards.</summary>
    public const int RestartSoon = 1;

    private static readonly (int Weight, Func<Twin, Draw, Exchange> Play)[] Table =
    [
        (8, FunctionMoves.Create),
        (6, FunctionMoves.UpdateCode),
        (8, FunctionMoves.UpdateConfiguration),
        (8, FunctionMoves.Publish),
        (5, FunctionMoves.Delete),
        (7, AliasMoves.Create),
        (8, AliasMoves.Update),
        (2, AliasMoves.Delete),
        (7, PermissionMoves.Add),
        (5, PermissionMoves.Remove),
        (4, AttachedMoves.Tag),
        (2, AttachedMoves.Untag),
        (5, AttachedMoves.Reserve),
        (2, AttachedMoves.Unreserve),
        (7, AttachedMoves.SetRetries),
        (4, AttachedMoves.DropRetries),
        (6, LayerMoves.Publish),
        (3, LayerMoves.Delete),
        (4, LayerMoves.AddPermission),
        (3, LayerMoves.RemovePermission),
    ];

    private static readonly Func<Twin, Draw, Exchange>[] Plays = [.. Table.SelectMany(row => Enumerable.Repeat(row.Play, row.Weight))];

    public static IReadOnlyList<Move> Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new Move(Kind(random), random.Next()))];
    }

    /// <summary>Of all moves in the table.</summary>
    public static IEnumerable<string> Names => Table.Select(row => NameOf(row.Play));

    public static string NameOf(Move move) => NameOf(Plays[move.Kind - RestartSoon - 1]);

    public static Exchange Play(Move move, Twin twin) => Plays[move.Kind - RestartSoon - 1](twin, new Draw(move.Seed));

    private static string NameOf(Func<Twin, Draw, Exchange> play) => $"{play.Method.DeclaringType!.Name}.{play.Method.Name}";

    private static int Kind(Random random) => random.Next(40) switch
    {
        0 => Restart,
        1 => RestartSoon,
        _ => RestartSoon + 1 + random.Next(Plays.Length),
    };
}
