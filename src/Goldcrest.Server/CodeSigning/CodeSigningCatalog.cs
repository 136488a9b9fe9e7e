using Goldcrest.Core.CodeSigning;
using Goldcrest.Server.Records;

namespace Goldcrest.Server.CodeSigning;

/// <summary>All code signing configurations of this node, in memory over the store.</summary>
internal sealed class CodeSigningCatalog
{
    private readonly RecordCatalog<CodeSigningKey, CodeSigningConfig> _configs;
    private readonly SortedByName<CodeSigningConfig> _sorted = new(config => new RecordName(config.Key.Account, config.Key.Region, config.Key.Id));
    private readonly Turns<CodeSigningKey> _uses = new();

    public CodeSigningCatalog(IRecordStore<CodeSigningConfig> configs)
    {
        _configs = new RecordCatalog<CodeSigningKey, CodeSigningConfig>(configs, config => config.Key);
        _configs.Stored += _sorted.Replace;
    }

    /// <summary>Reads everything that is stored. Called once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _configs.LoadAsync(cancellationToken);
        foreach (var config in _configs.All)
        {
            _sorted.Replace(null, config);
        }
    }

    /// <returns>Null when there is none.</returns>
    public CodeSigningConfig? Find(CodeSigningKey key) => _configs.Find(key);

    /// <summary>The configurations of one account and region, by id.</summary>
    public IEnumerable<CodeSigningConfig> List(string account, string region) => _sorted.List(account, region);

    /// <summary>Makes or changes a configuration; the answer is given when the change is on the disk.</summary>
    /// <param name="decide">Sees null when there is no such configuration. Asked at most once; must be quick.</param>
    public async Task<TAnswer> ChangeAsync<TAnswer>(
        CodeSigningKey key, Func<CodeSigningConfig?, RecordChange<CodeSigningConfig, TAnswer>> decide, CancellationToken cancellationToken)
    {
        using var turn = await _uses.TakeAsync(key, cancellationToken);
        return await _configs.ChangeAsync(key, decide, cancellationToken);
    }

    /// <summary>Keeps a configuration as it is while a function is linked to it: no function is left with one that is gone.</summary>
    /// <returns>To be disposed when the function is stored; null when there is no such configuration (any more).</returns>
    public async Task<IDisposable?> HoldAsync(CodeSigningKey key, CancellationToken cancellationToken)
    {
        var turn = await _uses.TakeAsync(key, cancellationToken);
        if (Find(key) is not null)
        {
            return turn;
        }

        turn.Dispose();
        return null;
    }
}
