namespace Goldcrest.Server.Code;

/// <summary>A store whose contents go when no record names them any more. All of them are told by the one collector.</summary>
internal interface ICodeKeeper
{
    /// <summary>Removes everything that is neither referenced nor pinned.</summary>
    /// <param name="isReferenced">Whether a durable record names the hash; asked once for each, outside of any lock.</param>
    /// <param name="cancellationToken">Stops between two.</param>
    /// <returns>How many were removed.</returns>
    Task<int> CollectAsync(Func<string, bool> isReferenced, CancellationToken cancellationToken);

    /// <inheritdoc cref="CollectAsync(Func{string, bool}, CancellationToken)"/>
    /// <param name="hashes">Only these; those that are not in the store are left out.</param>
    Task<int> CollectAsync(IReadOnlyCollection<string> hashes, Func<string, bool> isReferenced, CancellationToken cancellationToken);
}
