using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Functions;

/// <summary>What another feature keeps about functions by their names. It goes with the function: a new one of the same name must not inherit it.</summary>
internal interface IFunctionRemains
{
    /// <summary>Called after the function is gone, before its deletion is acknowledged. Durable when it returns; nothing to remove is no fault.</summary>
    Task RemoveAsync(FunctionKey function, CancellationToken cancellationToken);
}
