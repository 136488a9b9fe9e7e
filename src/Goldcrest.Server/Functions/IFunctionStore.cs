using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Functions;

/// <summary>Keeps functions for ever. What was acknowledged survives a killed process and a lost power supply.</summary>
internal interface IFunctionStore
{
    Task<IReadOnlyList<FunctionRecord>> LoadAllAsync(CancellationToken cancellationToken);

    /// <summary>Writes what differs, all or nothing; returns when it is on the disk.</summary>
    /// <param name="before">What the caller believes is stored; null when nothing is.</param>
    /// <param name="after">What is to be stored; null deletes the function.</param>
    /// <exception cref="InvalidOperationException">The store holds something else than <paramref name="before"/>; nothing was written.</exception>
    Task SaveAsync(FunctionRecord? before, FunctionRecord? after, CancellationToken cancellationToken);
}
