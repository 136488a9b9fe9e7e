namespace Goldcrest.Tests.Lives;

/// <summary>Makes a failing list of moves short, so that a person can read it.</summary>
internal static class Shrinking
{
    private const int MostTries = 300;

    /// <summary>Leaves out halves, quarters and so on down to single moves, as long as what is left still fails.</summary>
    /// <param name="moves">They fail.</param>
    /// <param name="fails">Asked for each shorter list, a bounded number of times.</param>
    public static async Task<IReadOnlyList<Move>> ShortenAsync(IReadOnlyList<Move> moves, Func<IReadOnlyList<Move>, Task<bool>> fails)
    {
        var (left, tries) = (moves.ToList(), 0);
        for (var length = Math.Max(left.Count / 2, 1); ; length = Math.Max(length / 2, 1))
        {
            var before = left.Count;
            for (var at = 0; at < left.Count && tries < MostTries;)
            {
                var without = left.Where((_, index) => index < at || index >= at + length).ToList();
                tries++;
                if (await fails(without))
                {
                    left = without;
                }
                else
                {
                    at += length;
                }
            }

            if (tries >= MostTries || (length == 1 && left.Count == before))
            {
                return left;
            }
        }
    }
}
