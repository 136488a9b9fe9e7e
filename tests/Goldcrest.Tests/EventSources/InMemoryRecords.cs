using Goldcrest.Server.Records;

namespace Goldcrest.Tests.EventSources;

/// <summary>A store that forgets with the test; as strict as the real one about what it is told to replace.</summary>
internal sealed class InMemoryRecords<TKey, TRecord>(Func<TRecord, TKey> keyOf) : IRecordStore<TRecord>
    where TKey : notnull
    where TRecord : class
{
    private readonly Dictionary<TKey, TRecord> _records = [];
    private readonly Lock _lock = new();

    public int Writes { get; private set; }

    /// <summary>No write ends before this does.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    public Task<IReadOnlyList<TRecord>> LoadAllAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<TRecord>>([.. _records.Values]);
        }
    }

    public async Task SaveAsync(TRecord? before, TRecord? after, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await Ready;
        lock (_lock)
        {
            var key = keyOf(after ?? before!);
            if (!ReferenceEquals(_records.GetValueOrDefault(key), before))
            {
                throw new InvalidOperationException("The store holds something else.");
            }

            Writes++;
            if (after is null)
            {
                _records.Remove(key);
            }
            else
            {
                _records[key] = after;
            }
        }
    }
}
