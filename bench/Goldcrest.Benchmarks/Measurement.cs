namespace Goldcrest.Benchmarks;

/// <summary>One number of one scenario.</summary>
/// <param name="Name">Stable over releases, such as <c>node warm p50</c>: two reports are compared by it.</param>
/// <param name="Unit">ms, req/s or MB; empty for a count.</param>
/// <param name="Rounds">The number of each round, in order; the median is the result, the spread is the noise.</param>
internal sealed record Measurement(string Name, string Unit, IReadOnlyList<double> Rounds)
{
    public double Median => Middle(Rounds);

    /// <summary>Half the distance between the best and the worst round, as a part of the median.</summary>
    public double Noise => Median == 0 ? 0 : (Rounds.Max() - Rounds.Min()) / 2 / Median;

    public bool IsBetterWhenHigher => Unit == "req/s";

    public static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
