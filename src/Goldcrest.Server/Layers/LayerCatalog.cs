using Goldcrest.Core.Layers;
using Goldcrest.Server.Code;
using Goldcrest.Server.Records;

namespace Goldcrest.Server.Layers;

/// <summary>All layers of this node, in memory; changes go through the store.</summary>
internal sealed class LayerCatalog : ICodeUser
{
    private readonly RecordCatalog<LayerKey, LayerRecord> _layers;
    private readonly SortedByName<LayerRecord> _sorted = new(layer => new RecordName(layer.Key.Account, layer.Key.Region, layer.Key.Name));
    private readonly FreedCode _freed;

    public LayerCatalog(IRecordStore<LayerRecord> store, FreedCode freed)
    {
        _layers = new RecordCatalog<LayerKey, LayerRecord>(store, layer => layer.Key);
        _layers.Changed += _sorted.Replace;
        _layers.Changed += Free;
        _freed = freed;
    }

    /// <summary>Reads everything that is stored. Called once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _layers.LoadAsync(cancellationToken);
        foreach (var layer in _layers.All)
        {
            _sorted.Replace(null, layer);
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

    bool ICodeUser.Uses(string sha256Hex) =>
        _layers.All.Any(layer => layer.Versions.Values.Any(version => version.Code.Sha256Hex == sha256Hex));

    /// <summary>Whether somebody else still names the code is the collector's question.</summary>
    private void Free(LayerRecord? before, LayerRecord? after)
    {
        foreach (var gone in before?.Versions.Values.Where(version => after?.Find(version.Key.Number) is null) ?? [])
        {
            _freed.Add(gone.Code.Sha256Hex);
        }
    }
}
