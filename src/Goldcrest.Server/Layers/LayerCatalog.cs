using Goldcrest.Core.Layers;
using Goldcrest.Server.Code;
using Goldcrest.Server.Records;

namespace Goldcrest.Server.Layers;

/// <summary>All layers of this node, in memory; changes go through the store.</summary>
internal sealed class LayerCatalog : ICodeUser
{
    private readonly RecordCatalog<LayerKey, LayerRecord> _layers;
    private readonly SortedByName<LayerRecord> _sorted = new(layer => new RecordName(layer.Key.Account, layer.Key.Region, layer.Key.Name));
    private readonly CodeUses _code = new();
    private readonly FreedCode _freed;
    private readonly CodeLedger _ledger;

    public LayerCatalog(IRecordStore<LayerRecord> store, FreedCode freed, CodeLedger ledger)
    {
        _layers = new RecordCatalog<LayerKey, LayerRecord>(store, layer => layer.Key);
        _layers.Stored += _sorted.Replace;
        _layers.Changed += Follow;
        _freed = freed;
        _ledger = ledger;
    }

    /// <summary>Reads everything that is stored. Called once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _layers.LoadAsync(cancellationToken);
        foreach (var layer in _layers.All)
        {
            _sorted.Replace(null, layer);
            Follow(null, layer);
        }
    }

    /// <returns>Null when nothing was ever published under this name.</returns>
    public LayerRecord? Find(LayerKey key) => _layers.Find(key);

    /// <returns>Null when there is no such version, or no longer.</returns>
    public LayerVersion? Find(LayerVersionKey key) => Find(key.Layer)?.Find(key.Number);

    /// <summary>The layers of one account and region in the ordinal order of their names, those without a version included.</summary>
    public IEnumerable<LayerRecord> List(string account, string region) => _sorted.List(account, region);

    /// <inheritdoc cref="RecordCatalog{TKey, TRecord}.ChangeAsync"/>
    public Task<TAnswer> ChangeAsync<TAnswer>(
        LayerKey key, Func<LayerRecord?, RecordChange<LayerRecord, TAnswer>> decide, CancellationToken cancellationToken) =>
        _layers.ChangeAsync(key, decide, cancellationToken);

    bool ICodeUser.Uses(string sha256Hex) => _code.Contains(sha256Hex);

    private void Follow(LayerRecord? before, LayerRecord? after)
    {
        if ((after ?? before) is { Key: var key })
        {
            _ledger.Settle(key.Account, key.Region, key.Arn, (after?.CodeBytes ?? 0) - (before?.CodeBytes ?? 0));
        }

        foreach (var hash in _code.Replace(Hashes(before), Hashes(after)))
        {
            // Whether somebody else still names it is the collector's question.
            _freed.Add(hash);
        }
    }

    private static IEnumerable<string> Hashes(LayerRecord? layer) => layer?.Versions.Values.Select(version => version.Code.Sha256Hex) ?? [];
}
