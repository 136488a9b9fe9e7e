namespace Goldcrest.Benchmarks;

/// <summary>Something measured as a whole: it starts what it needs, loads it within bounds, and leaves nothing behind.</summary>
internal interface IScenario
{
    /// <summary>How a person names it on the command line.</summary>
    string Name { get; }

    /// <exception cref="InvalidOperationException">It could not be measured; the message says why.</exception>
    Task<IReadOnlyList<Measurement>> RunAsync(CancellationToken cancellationToken);
}
