using System.Collections.Concurrent;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;

namespace Goldcrest.Tests.Attached;

/// <summary>A store in memory that, like the real one, refuses a change of what it does not hold.</summary>
internal sealed class KeptFunctions(params FunctionRecord[] functions) : IFunctionStore
{
    private readonly ConcurrentDictionary<FunctionKey, FunctionRecord> _kept = new(functions.ToDictionary(function => function.Key));

    public FunctionRecord? this[FunctionKey key] => _kept.GetValueOrDefault(key);

    public Task<IReadOnlyList<FunctionRecord>> LoadAllAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FunctionRecord>>([.. _kept.Values]);

    public async Task SaveAsync(FunctionRecord? before, FunctionRecord? after, CancellationToken cancellationToken)
    {
        // As a disk would: others get their turn meanwhile.
        await Task.Yield();
        var key = (before ?? after)!.Key;
        if (!ReferenceEquals(_kept.GetValueOrDefault(key), before))
        {
            throw new InvalidOperationException($"The store holds another state of {key.Arn}.");
        }

        if (after is null)
        {
            _kept.TryRemove(key, out _);
        }
        else
        {
            _kept[key] = after;
        }
    }
}
