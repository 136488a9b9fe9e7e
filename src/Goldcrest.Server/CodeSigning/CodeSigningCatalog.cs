using Goldcrest.Core.CodeSigning;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Records;

namespace Goldcrest.Server.CodeSigning;

/// <summary>All code signing configurations of this node and which function uses which, in memory over the stores.</summary>
internal sealed class CodeSigningCatalog
{
    private readonly RecordCatalog<CodeSigningKey, CodeSigningConfig> _configs;
    private readonly RecordCatalog<FunctionKey, FunctionSigning> _links;
    private readonly SortedByName<CodeSigningConfig> _sorted = new(config => new RecordName(config.Key.Account, config.Key.Region, config.Key.Id));
    private readonly SortedByName<FunctionSigning> _sortedLinks = new(link => new RecordName(link.Function.Account, link.Function.Region, link.Function.Name));
    private readonly Turns<CodeSigningKey> _uses = new();

    public CodeSigningCatalog(IRecordStore<CodeSigningConfig> configs, IRecordStore<FunctionSigning> links)
    {
        _configs = new RecordCatalog<CodeSigningKey, CodeSigningConfig>(configs, config => config.Key);
        _configs.Stored += _sorted.Replace;
        _links = new RecordCatalog<FunctionKey, FunctionSigning>(links, link => link.Function);
        _links.Stored += _sortedLinks.Replace;
    }

    /// <summary>Reads everything that is stored. Called once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _configs.LoadAsync(cancellationToken);
        await _links.LoadAsync(cancellationToken);
        foreach (var config in _configs.All)
        {
            _sorted.Replace(null, config);
        }

        foreach (var link in _links.All)
        {
            _sortedLinks.Replace(null, link);
        }
    }

    /// <returns>Null when there is none.</returns>
    public CodeSigningConfig? Find(CodeSigningKey key) => _configs.Find(key);

    /// <returns>The configuration that the function's deployments must satisfy; null when there is none.</returns>
    public CodeSigningConfig? FindFor(FunctionKey function) => _links.Find(function) is { } link ? _configs.Find(link.Config) : null;

    /// <summary>The configurations of one account and region, by id.</summary>
    public IEnumerable<CodeSigningConfig> List(string account, string region) => _sorted.List(account, region);

    /// <summary>The functions that use a configuration, by name.</summary>
    public IEnumerable<FunctionKey> ListUses(CodeSigningKey key) => _sortedLinks.List(key.Account, key.Region)
        .Where(link => link.Config == key)
        .Select(link => link.Function);

    /// <summary>Makes or changes a configuration; the answer is given when the change is on the disk.</summary>
    /// <param name="decide">Sees null when there is no such configuration. Must be quick and without side effects.</param>
    public async Task<TAnswer> ChangeAsync<TAnswer>(
        CodeSigningKey key, Func<CodeSigningConfig?, RecordChange<CodeSigningConfig, TAnswer>> decide, CancellationToken cancellationToken)
    {
        using var turn = await _uses.TakeAsync(key, cancellationToken);
        return await _configs.ChangeAsync(key, decide, cancellationToken);
    }

    /// <returns>False when there is no such configuration (any more).</returns>
    public async Task<bool> LinkAsync(FunctionKey function, CodeSigningKey key, CancellationToken cancellationToken)
    {
        // Whoever deletes the configuration waits for the same turn: no function is left with one that is gone.
        using var turn = await _uses.TakeAsync(key, cancellationToken);
        return Find(key) is not null && await _links.ChangeAsync(
            function, _ => RecordChange<FunctionSigning, bool>.To(new FunctionSigning(function, key), true), cancellationToken);
    }

    /// <summary>From now on the function may be deployed unsigned. To be called, too, when the function is deleted.</summary>
    public Task UnlinkAsync(FunctionKey function, CancellationToken cancellationToken) => _links.ChangeAsync(
        function,
        link => link is null ? RecordChange<FunctionSigning, bool>.None(false) : RecordChange<FunctionSigning, bool>.Delete(true),
        cancellationToken);
}
