using System.Collections.Concurrent;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Records;

namespace Goldcrest.Tests.Functions;

/// <summary>Keeps functions in memory, with the checks of the real store; fails when told to.</summary>
internal sealed class MemoryFunctionStore : IRecordStore<FunctionRecord>
{
    public ConcurrentDictionary<FunctionKey, FunctionRecord> Stored { get; } = new();

    public bool IsBroken { get; set; }

    /// <summary>When set, a save waits for it.</summary>
    public Task? Gate { get; set; }

    public Task<IReadOnlyList<FunctionRecord>> LoadAllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FunctionRecord>>([.. Stored.Values]);

    public async Task SaveAsync(FunctionRecord? before, FunctionRecord? after, CancellationToken cancellationToken)
    {
        await (Gate ?? Task.CompletedTask);
        var key = (before ?? after)!.Key;
        if (IsBroken || !ReferenceEquals(Stored.GetValueOrDefault(key), before))
        {
            throw new InvalidOperationException("The store holds something else, or is broken.");
        }

        if (after is null)
        {
            Stored.TryRemove(key, out _);
        }
        else
        {
            Stored[key] = after;
        }
    }
}
