using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Pool;

/// <summary>
/// Sandboxes that ran INIT ahead of any invocation and wait for their first: what stands in for snapshots. So many a deployment, so many in all; the pool
/// makes them, this says which are wanted.
/// </summary>
/// <param name="each">For one deployment.</param>
/// <param name="most">In all, those being made included.</param>
/// <param name="pause">After a failure, before the deployment is tried again.</param>
internal sealed class SandboxReserve(int each, int most, TimeSpan pause, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Stock> _stocks = [];
    private int _count;

    /// <summary>The deployment is to have its sandboxes from now on. Does nothing for one that has.</summary>
    /// <param name="version">Serves it.</param>
    public void Keep(FunctionVersion version)
    {
        lock (_gate)
        {
            _stocks.TryAdd(version.Serving.Id, new Stock(version));
        }
    }

    /// <returns>One that waits; null when there is none.</returns>
    public FunctionSandbox? Take(string deploymentId)
    {
        lock (_gate)
        {
            if (!_stocks.TryGetValue(deploymentId, out var stock) || !stock.Waiting.TryDequeue(out var oldest))
            {
                return null;
            }

            _count--;
            return oldest;
        }
    }

    /// <returns>A version for each sandbox that is to be made now; each must be followed by <see cref="End"/>.</returns>
    public IReadOnlyList<FunctionVersion> Begin()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var due = _stocks.Values
                .Where(stock => stock.NotBefore <= now)
                .SelectMany(stock => Enumerable.Repeat(stock, Math.Max(0, each - stock.Making - stock.Waiting.Count)))
                .Take(Math.Max(0, most - _count))
                .ToList();
            due.ForEach(stock => stock.Making++);
            _count += due.Count;
            return [.. due.Select(stock => stock.Version)];
        }
    }

    /// <param name="made">Null when it failed.</param>
    /// <returns>False when the sandbox is not wanted any more: it must be removed.</returns>
    public bool End(string deploymentId, FunctionSandbox? made)
    {
        lock (_gate)
        {
            if (!_stocks.TryGetValue(deploymentId, out var stock))
            {
                _count--;
                return false;
            }

            stock.Making--;
            if (made is null)
            {
                _count--;
                stock.NotBefore = time.GetUtcNow() + pause;
            }
            else
            {
                stock.Waiting.Enqueue(made);
            }

            return true;
        }
    }

    /// <summary>One that was made outside the round, when its version was published, waits too if there is room.</summary>
    /// <returns>False when there is none: it must be removed.</returns>
    public bool TryAdd(string deploymentId, FunctionSandbox made)
    {
        lock (_gate)
        {
            if (!_stocks.TryGetValue(deploymentId, out var stock) || stock.Making + stock.Waiting.Count >= each || _count >= most)
            {
                return false;
            }

            _count++;
            stock.Waiting.Enqueue(made);
            return true;
        }
    }

    /// <returns>Those that are as old as this, taken out.</returns>
    public IReadOnlyList<FunctionSandbox> TakeOld(DateTimeOffset bornBefore)
    {
        lock (_gate)
        {
            var old = new List<FunctionSandbox>();
            foreach (var stock in _stocks.Values)
            {
                while (stock.Waiting.TryPeek(out var oldest) && oldest.Born <= bornBefore)
                {
                    old.Add(stock.Waiting.Dequeue());
                }
            }

            _count -= old.Count;
            return old;
        }
    }

    /// <summary>The deployment is gone.</summary>
    /// <returns>Its sandboxes.</returns>
    public IReadOnlyList<FunctionSandbox> Forget(string deploymentId)
    {
        lock (_gate)
        {
            if (!_stocks.Remove(deploymentId, out var stock))
            {
                return [];
            }

            _count -= stock.Waiting.Count;
            return [.. stock.Waiting];
        }
    }

    private sealed class Stock(FunctionVersion version)
    {
        public FunctionVersion Version => version;

        public Queue<FunctionSandbox> Waiting { get; } = [];

        public int Making { get; set; }

        public DateTimeOffset NotBefore { get; set; }
    }
}
