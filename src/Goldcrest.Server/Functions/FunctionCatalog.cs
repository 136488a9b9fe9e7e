using System.Collections.Concurrent;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;

namespace Goldcrest.Server.Functions;

/// <summary>The catalog over a store: reads from memory, writes through.</summary>
internal sealed class FunctionCatalog(IFunctionStore store, IEnumerable<IDeploymentObserver> observers) : IFunctionCatalog, ICodeUser
{
    private readonly ConcurrentDictionary<FunctionKey, FunctionRecord> _functions = new();
    private readonly ConcurrentDictionary<FunctionKey, Turn> _turns = new();

    /// <summary>Reads everything that is stored. Called once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var function in await store.LoadAllAsync(cancellationToken))
        {
            _functions[function.Key] = function;
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

    public bool IsCodeUsed(string sha256Hex) => _functions.Values
        .SelectMany(function => function.Versions)
        .Any(version => version.Current.Code.Sha256Hex == sha256Hex || version.Previous?.Code.Sha256Hex == sha256Hex);

    bool ICodeUser.Uses(string sha256Hex) => IsCodeUsed(sha256Hex);

    public async Task<TAnswer> ChangeAsync<TAnswer>(
        FunctionKey key, Func<FunctionRecord?, FunctionChange<TAnswer>> decide, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(key, cancellationToken);
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

        var kept = after?.Versions.Select(version => version.Serving.Id).ToHashSet() ?? [];
        foreach (var gone in before?.Versions.Select(version => version.Serving.Id).Where(id => !kept.Contains(id)) ?? [])
        {
            foreach (var observer in observers)
            {
                observer.OnDeploymentGone(gone);
            }
        }
    }

    private async Task<Turn.Held> TakeTurnAsync(FunctionKey key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var turn = _turns.GetOrAdd(key, static _ => new Turn());
            if (turn.TryEnter())
            {
                try
                {
                    await turn.Gate.WaitAsync(cancellationToken);
                }
                catch
                {
                    Leave(key, turn);
                    throw;
                }

                return new Turn.Held(this, key, turn);
            }

            // The turn was closed by its last holder between the look-up and the entry: it is being removed.
            _turns.TryRemove(new KeyValuePair<FunctionKey, Turn>(key, turn));
        }
    }

    private void Leave(FunctionKey key, Turn turn)
    {
        if (turn.Leave())
        {
            _turns.TryRemove(new KeyValuePair<FunctionKey, Turn>(key, turn));
        }
    }

    /// <summary>The queue of those who want to change one function; exists only while somebody does.</summary>
    private sealed class Turn
    {
        private int _waiting;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        /// <returns>False when the turn was closed.</returns>
        public bool TryEnter()
        {
            lock (Gate)
            {
                if (_waiting < 0)
                {
                    return false;
                }

                _waiting++;
                return true;
            }
        }

        /// <returns>True when nobody is left: the turn is closed.</returns>
        public bool Leave()
        {
            lock (Gate)
            {
                _waiting = _waiting == 1 ? -1 : _waiting - 1;
                return _waiting < 0;
            }
        }

        public readonly struct Held(FunctionCatalog catalog, FunctionKey key, Turn turn) : IDisposable
        {
            public void Dispose()
            {
                turn.Gate.Release();
                catalog.Leave(key, turn);
            }
        }
    }
}
