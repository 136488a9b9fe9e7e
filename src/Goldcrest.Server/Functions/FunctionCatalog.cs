using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Server.Records;

namespace Goldcrest.Server.Functions;

/// <summary>The functions among the records: how they are listed, which code they use, which deployments are gone after a change.</summary>
internal sealed class FunctionCatalog : IFunctionCatalog, ICodeUser
{
    private readonly RecordCatalog<FunctionKey, FunctionRecord> _functions;
    private readonly SortedByName<FunctionRecord> _sorted =
        new(static function => new RecordName(function.Key.Account, function.Key.Region, function.Key.Name));
    private readonly CodeUses _code = new();
    private readonly FreedCode _freed;
    private readonly CodeLedger _ledger;
    private readonly IReadOnlyList<IDeploymentObserver> _observers;

    public FunctionCatalog(IRecordStore<FunctionRecord> store, FreedCode freed, CodeLedger ledger, IEnumerable<IDeploymentObserver> observers)
    {
        _functions = new RecordCatalog<FunctionKey, FunctionRecord>(store, static function => function.Key);
        _functions.Stored += _sorted.Replace;
        _functions.Changed += Follow;
        _freed = freed;
        _ledger = ledger;
        _observers = [.. observers];
    }

    public IEnumerable<FunctionRecord> All => _functions.All;

    /// <summary>Reads everything that is stored. Called once, before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _functions.LoadAsync(cancellationToken);
        foreach (var function in _functions.All)
        {
            _sorted.Replace(null, function);
            _code.Replace([], NamedCode.Hashes(function));
            Count(null, function);
        }
    }

    public FunctionRecord? Find(FunctionKey key) => _functions.Find(key);

    public IEnumerable<FunctionRecord> List(string account, string region) => _sorted.List(account, region);

    bool ICodeUser.Uses(string sha256Hex) => _code.Contains(sha256Hex);

    public Task<TAnswer> ChangeAsync<TAnswer>(
        FunctionKey key, Func<FunctionRecord?, RecordChange<FunctionRecord, TAnswer>> decide, CancellationToken cancellationToken) =>
        _functions.ChangeAsync(key, decide, cancellationToken);

    private void Follow(FunctionRecord? before, FunctionRecord? after)
    {
        Count(before, after);
        foreach (var hash in _code.Replace(NamedCode.Hashes(before), NamedCode.Hashes(after)))
        {
            _freed.Add(hash);
        }

        var kept = after?.Versions.Select(version => version.Serving.Id).ToHashSet() ?? [];
        foreach (var gone in before?.Versions.Select(version => version.Serving.Id).Where(id => !kept.Contains(id)) ?? [])
        {
            foreach (var observer in _observers)
            {
                observer.OnDeploymentGone(gone);
            }
        }
    }

    private void Count(FunctionRecord? before, FunctionRecord? after)
    {
        if ((after ?? before) is { Key: var key })
        {
            _ledger.Settle(key.Account, key.Region, key.Arn, (after?.CodeBytes ?? 0) - (before?.CodeBytes ?? 0));
        }
    }
}
