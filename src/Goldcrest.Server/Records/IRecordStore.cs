namespace Goldcrest.Server.Records;

/// <summary>Keeps records of one kind for ever. What was acknowledged survives a killed process and a lost power supply.</summary>
internal interface IRecordStore<TRecord>
    where TRecord : class
{
    Task<IReadOnlyList<TRecord>> LoadAllAsync(CancellationToken cancellationToken);

    /// <summary>Writes what differs, all or nothing; returns when it is on the disk.</summary>
    /// <param name="before">What the caller believes is stored; null when nothing is.</param>
    /// <param name="after">What is to be stored, under the same key; null deletes the record.</param>
    /// <exception cref="InvalidOperationException">The store holds something else than <paramref name="before"/>; nothing was written.</exception>
    Task SaveAsync(TRecord? before, TRecord? after, CancellationToken cancellationToken);
}
