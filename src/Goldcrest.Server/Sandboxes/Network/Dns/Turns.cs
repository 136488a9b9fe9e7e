using System.Net;

namespace Goldcrest.Server.Sandboxes.Network.Dns;

/// <summary>How much one sandbox, and all together, may have under way.</summary>
/// <param name="mostOfOne">Of one sandbox.</param>
/// <param name="mostOfAll">Of all.</param>
internal sealed class Turns(int mostOfOne, int mostOfAll)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _underWay = [];
    private int _all;

    /// <returns>False: it has as much as it may; nothing was taken.</returns>
    public bool TryTake(IPAddress sandbox)
    {
        lock (_lock)
        {
            var own = _underWay.GetValueOrDefault(sandbox);
            if (own >= mostOfOne || _all >= mostOfAll)
            {
                return false;
            }

            _underWay[sandbox] = own + 1;
            _all++;
            return true;
        }
    }

    public void Return(IPAddress sandbox)
    {
        lock (_lock)
        {
            _all--;
            if (--_underWay[sandbox] == 0)
            {
                _underWay.Remove(sandbox);
            }
        }
    }
}
