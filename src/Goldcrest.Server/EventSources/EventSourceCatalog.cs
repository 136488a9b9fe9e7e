using Goldcrest.Core.EventSources;
using Goldcrest.Server.Records;

namespace Goldcrest.Server.EventSources;

/// <summary>All event source mappings of this node, in memory over the store.</summary>
internal sealed class EventSourceCatalog
{
    private readonly RecordCatalog<MappingKey, EventSourceMapping> _mappings;
    private readonly SortedByName<EventSourceMapping> _sorted = new(mapping => new RecordName(mapping.Key.Account, mapping.Key.Region, mapping.Key.Uuid));
    private readonly Turns<(string Account, string Region, string Source)> _sources = new();

    public EventSourceCatalog(IRecordStore<EventSourceMapping> store)
    {
        _mappings = new RecordCatalog<MappingKey, EventSourceMapping>(store, mapping => mapping.Key);
        _mappings.Stored += _sorted.Replace;
    }

    /// <summary>Told of every mapping as it is once a change is stored and visible; not of those that are gone.</summary>
    public event Action<EventSourceMapping>? Changed;

    public IEnumerable<EventSourceMapping> All => _mappings.All;

    /// <summary>Reads everything that is stored. Called once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _mappings.LoadAsync(cancellationToken);
        foreach (var mapping in _mappings.All)
        {
            _sorted.Replace(null, mapping);
        }
    }

    /// <returns>Null when there is none.</returns>
    public EventSourceMapping? Find(MappingKey key) => _mappings.Find(key);

    /// <summary>The mappings of one account and region, by UUID.</summary>
    public IEnumerable<EventSourceMapping> List(string account, string region) => _sorted.List(account, region);

    /// <returns>Another mapping of which this one would be a duplicate; null when there is none.</returns>
    public EventSourceMapping? FindDuplicate(EventSourceMapping mapping) =>
        List(mapping.Key.Account, mapping.Key.Region).FirstOrDefault(other => other.Key != mapping.Key && mapping.Duplicates(other));

    /// <summary>
    /// Makes or changes one mapping. No other mapping of its source changes meanwhile, so the decision may ask for duplicates. The answer is
    /// given when the change is on the disk.
    /// </summary>
    /// <param name="source">What the mapping reads, now and ever.</param>
    /// <param name="decide">Sees null when there is no such mapping. Asked at most once; must be quick.</param>
    public async Task<TAnswer> ChangeAsync<TAnswer>(
        MappingKey key,
        EventSource source,
        Func<EventSourceMapping?, RecordChange<EventSourceMapping, TAnswer>> decide,
        CancellationToken cancellationToken)
    {
        // Self-managed clusters share one turn: two lists of brokers may overlap.
        using var turn = await _sources.TakeAsync((key.Account, key.Region, source.Arn ?? ""), cancellationToken);
        EventSourceMapping? after = null;
        var answer = await _mappings.ChangeAsync(key, Remember, cancellationToken);
        if (after is not null)
        {
            Changed?.Invoke(after);
        }

        return answer;

        RecordChange<EventSourceMapping, TAnswer> Remember(EventSourceMapping? before)
        {
            var change = decide(before);
            after = change.Save ? change.After : null;
            return change;
        }
    }
}
