using System.Collections.Concurrent;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;

namespace Goldcrest.Server.Functions;

/// <summary>The catalog over a store: reads from memory, writes through.</summary>
internal sealed class FunctionCatalog(IFunctionStore store, FreedCode freed, IEnumerable<IDeploymentObserver> observers) : IFunctionCatalog, ICodeUser
{
    private readonly ConcurrentDictionary<FunctionKey, FunctionRecord> _functions = new();
    private readonly FunctionTurns _turns = new();
    private readonly CodeUses _code = new();

    /// <summary>Reads everything that is stored. Called once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var function in await store.LoadAllAsync(cancellationToken))
        {
            _functions[function.Key] = function;
            _code.Replace(null, function);
        }
    }

    public IEnumerable<FunctionRecord> All => _functions.Values;

    public FunctionRecord? Find(FunctionKey key) => _functions.GetValueOrDefault(key);

    public IReadOnlyList<FunctionRecord> List(string account, string region) =>
    [
        .. _functions.Values
            .Where(function => function.Key.Account == account && function.Key.Region == region)
            .OrderBy(function => function.Key.Name, StringComparer.Ordinal),
    ];

    bool ICodeUser.Uses(string sha256Hex) => _code.Contains(sha256Hex);

    public async Task<TAnswer> ChangeAsync<TAnswer>(
        FunctionKey key, Func<FunctionRecord?, FunctionChange<TAnswer>> decide, CancellationToken cancellationToken)
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
        Replace(key, before, change.After);
        return change.Answer;
    }

    private void Replace(FunctionKey key, FunctionRecord? before, FunctionRecord? after)
    {
        if (after is null)
        {
            _functions.TryRemove(key, out _);
        }
        else
        {
            _functions[key] = after;
        }

        foreach (var hash in _code.Replace(before, after))
        {
            freed.Add(hash);
        }

        var kept = after?.Versions.Select(version => version.Serving.Id).ToHashSet() ?? [];
        foreach (var gone in before?.Versions.Select(version => version.Serving.Id).Where(id => !kept.Contains(id)) ?? [])
        {
            foreach (var observer in observers)
            {
                observer.OnDeploymentGone(gone);
            }
        }
    }
}
