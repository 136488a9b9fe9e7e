using System.Collections.Concurrent;

namespace Goldcrest.Server.Records;

/// <summary>One at a time for each key; a key costs something only while somebody holds or wants it.</summary>
internal sealed class Turns<TKey>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Turn> _turns = new();

    /// <returns>The turn; disposing it lets the next one in.</returns>
    public async Task<IDisposable> TakeAsync(TKey key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var turn = _turns.GetOrAdd(key, static _ => new Turn());
            if (!turn.TryEnter())
            {
                // Closed by its last holder between the look-up and the entry: it is being removed.
                _turns.TryRemove(new KeyValuePair<TKey, Turn>(key, turn));
                continue;
            }

            try
            {
                await turn.Gate.WaitAsync(cancellationToken);
            }
            catch
            {
                Leave(key, turn);
                throw;
            }

            return new Held(this, key, turn);
        }
    }

    private void Leave(TKey key, Turn turn)
    {
        if (turn.Leave())
        {
            _turns.TryRemove(new KeyValuePair<TKey, Turn>(key, turn));
        }
    }

    private sealed class Turn
    {
        private int _present;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        /// <returns>False when the turn was closed.</returns>
        public bool TryEnter()
        {
            lock (Gate)
            {
                if (_present < 0)
                {
                    return false;
                }

                _present++;
                return true;
            }
        }

        /// <returns>True when nobody is left: the turn is closed.</returns>
        public bool Leave()
        {
            lock (Gate)
            {
                _present = _present == 1 ? -1 : _present - 1;
                return _present < 0;
            }
        }
    }

    private sealed class Held(Turns<TKey> turns, TKey key, Turn turn) : IDisposable
    {
        public void Dispose()
        {
            turn.Gate.Release();
            turns.Leave(key, turn);
        }
    }
}
