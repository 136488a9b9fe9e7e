using System.Collections.Concurrent;
using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Functions;

/// <summary>Lets those who want to change one function do so one after the other; different functions do not wait for each other.</summary>
internal sealed class FunctionTurns
{
    private readonly ConcurrentDictionary<FunctionKey, Turn> _turns = new();

    /// <summary>How many functions somebody changes or waits to change; nothing is kept for the others.</summary>
    public int Count => _turns.Count;

    /// <returns>Dispose it to let the next one in.</returns>
    public async Task<IDisposable> TakeAsync(FunctionKey key, CancellationToken cancellationToken)
    {
        var turn = Enter(key);
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

    private Turn Enter(FunctionKey key)
    {
        while (true)
        {
            var turn = _turns.GetOrAdd(key, static _ => new Turn());
            if (turn.TryEnter())
            {
                return turn;
            }

            // Closed by its last holder between the look-up and the entry: it is being removed.
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

    private sealed class Held(FunctionTurns turns, FunctionKey key, Turn turn) : IDisposable
    {
        private FunctionTurns? _turns = turns;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _turns, null) is { } held)
            {
                turn.Gate.Release();
                held.Leave(key, turn);
            }
        }
    }

    /// <summary>The queue of one function; exists only while somebody is in it.</summary>
    private sealed class Turn
    {
        private const int Closed = -1;

        private readonly Lock _lock = new();
        private int _inside;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        /// <returns>False when it was closed.</returns>
        public bool TryEnter()
        {
            lock (_lock)
            {
                if (_inside == Closed)
                {
                    return false;
                }

                _inside++;
                return true;
            }
        }

        /// <returns>True when nobody is left: it is closed.</returns>
        public bool Leave()
        {
            lock (_lock)
            {
                _inside = _inside == 1 ? Closed : _inside - 1;
                return _inside == Closed;
            }
        }
    }
}
