using Goldcrest.Core.Functions;
using Goldcrest.Core.Sandboxes;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Sandboxes;

namespace Goldcrest.Server.Pool;

/// <summary>Which isolation a function gets on this node.</summary>
/// <param name="catalog">Asked for when it is needed: the catalog tells the pool what changes, so it is made after it.</param>
internal sealed class IsolationOfFunctions(Func<IFunctionCatalog> catalog, PoolOptions options)
{
    /// <param name="log">The function's, which is told why it must not run.</param>
    /// <exception cref="SandboxLaunchException">The function asks for what this node does not give.</exception>
    public Isolation For(FunctionKey key, SandboxLog log)
    {
        var (chosen, refusal) = IsolationChoice.For(catalog().Find(key)?.Tags.GetValueOrDefault(IsolationChoice.Tag), options.Isolation);
        if (refusal is null)
        {
            return chosen;
        }

        log.Notice(refusal);
        log.Flush();
        throw new SandboxLaunchException(refusal);
    }
}
