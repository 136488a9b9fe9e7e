namespace Goldcrest.Benchmarks;

/// <summary>What a scenario has measured so far: one number a round for each name, in the order in which names first came.</summary>
internal sealed class Measurements
{
    private readonly List<(string Name, string Unit, List<double> Rounds)> _all = [];

    public IReadOnlyList<Measurement> All => [.. _all.Select(one => new Measurement(one.Name, one.Unit, one.Rounds))];

    public void Add(string name, string unit, double value)
    {
        var known = _all.Find(one => one.Name == name).Rounds;
        if (known is null)
        {
            known = [];
            _all.Add((name, unit, known));
        }

        known.Add(value);
    }
}
