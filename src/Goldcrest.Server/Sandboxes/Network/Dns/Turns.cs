using System.Net;

namespace Goldcrest.Server.Sandboxes.Network.Dns;

/// <summary>
/// How much one sandbox, and all together, may have under way. When all have as much as they may, one that has less than another takes the oldest turn of
/// one that has most: so nobody, and no many together, keep anybody from having one.
/// </summary>
/// <param name="mostOfOne">Of one sandbox.</param>
/// <param name="mostOfAll">Of all.</param>
internal sealed class Turns(int mostOfOne, int mostOfAll)
{
    private readonly Lock _lock = new();

    /// <summary>Of each, the oldest first.</summary>
    private readonly Dictionary<IPAddress, List<Turn>> _underWay = [];

    private int _all;
    private long _lastNumber;

    /// <returns>Null: it has as much as it may. The caller disposes of what it gets.</returns>
    public Turn? TryTake(IPAddress sandbox)
    {
        Turn turn;
        Turn? lost = null;
        lock (_lock)
        {
            var own = _underWay.GetValueOrDefault(sandbox)?.Count ?? 0;
            if (own >= mostOfOne || (_all >= mostOfAll && (lost = FindToLoseLocked(own)) is null))
            {
                return null;
            }

            if (lost is not null)
            {
                RemoveLocked(lost);
            }

            turn = AddLocked(sandbox);
        }

        // Whoever waits for it goes on here, which may take a moment.
        lost?.Lose();
        return turn;
    }

    /// <summary>Does nothing when it was lost or returned before.</summary>
    public void Return(Turn turn)
    {
        lock (_lock)
        {
            RemoveLocked(turn);
        }
    }

    /// <summary>Those that are answered are gone in moments: the oldest is the one whose answer is least likely to come.</summary>
    private Turn? FindToLoseLocked(int own)
    {
        var most = _underWay.Values.MaxBy(turns => (turns.Count, -turns[0].Number));
        return most is not null && most.Count > own ? most[0] : null;
    }

    private Turn AddLocked(IPAddress sandbox)
    {
        if (!_underWay.TryGetValue(sandbox, out var turns))
        {
            _underWay[sandbox] = turns = [];
        }

        var turn = new Turn(this, sandbox, ++_lastNumber);
        turns.Add(turn);
        _all++;
        return turn;
    }

    private void RemoveLocked(Turn turn)
    {
        if (_underWay.TryGetValue(turn.Sandbox, out var turns) && turns.Remove(turn))
        {
            _all--;
            if (turns.Count == 0)
            {
                _underWay.Remove(turn.Sandbox);
            }
        }
    }
}
