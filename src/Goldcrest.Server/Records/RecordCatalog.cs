using System.Collections.Concurrent;

namespace Goldcrest.Server.Records;

/// <summary>All records of one kind: reads come from memory, changes go through the store, one at a time for each key.</summary>
internal sealed class RecordCatalog<TKey, TRecord>(IRecordStore<TRecord> store, Func<TRecord, TKey> keyOf)
    where TKey : notnull
    where TRecord : class
{
    private readonly ConcurrentDictionary<TKey, TRecord> _records = new();
    private readonly Turns<TKey> _turns = new();

    /// <summary>
    /// Told of every change once it is stored, just before <see cref="Find"/> shows it: a list that follows is never older than what was found
    /// before. Null on either side means that there is no record.
    /// </summary>
    public event Action<TRecord?, TRecord?>? Stored;

    /// <summary>Told of every change once it is stored and visible; null on either side means that there is no record.</summary>
    public event Action<TRecord?, TRecord?>? Changed;

    public IEnumerable<TRecord> All => _records.Values;

    /// <summary>Reads everything that is stored. Called once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var record in await store.LoadAllAsync(cancellationToken))
        {
            _records[keyOf(record)] = record;
        }
    }

    /// <returns>Null when there is none.</returns>
    public TRecord? Find(TKey key) => _records.GetValueOrDefault(key);

    /// <summary>
    /// Changes one record, one caller at a time: the decision sees it as it is now and says what it becomes. The answer is given when
    /// the change is on the disk.
    /// </summary>
    /// <param name="decide">Sees null when there is no such record. Asked at most once; must be quick.</param>
    public async Task<TAnswer> ChangeAsync<TAnswer>(
        TKey key, Func<TRecord?, RecordChange<TRecord, TAnswer>> decide, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(key, cancellationToken);
        var before = Find(key);
        var change = decide(before);
        if (!change.Save)
        {
            return change.Answer;
        }

        // From here on the write goes through whatever the client does: an answer cut off must not leave memory and disk apart.
        await store.SaveAsync(before, change.After, CancellationToken.None);
        Stored?.Invoke(before, change.After);
        if (change.After is { } after)
        {
            _records[key] = after;
        }
        else
        {
            _records.TryRemove(key, out _);
        }

        Changed?.Invoke(before, change.After);
        return change.Answer;
    }
}
