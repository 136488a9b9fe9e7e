using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Goldcrest.Server.Records;

/// <summary>Records in the ordinal order of their names, for each account and region apart; readers get a snapshot and wait for nobody.</summary>
internal sealed class SortedByName<TRecord>(Func<TRecord, RecordName> nameOf)
    where TRecord : class
{
    private static readonly ImmutableSortedDictionary<string, TRecord> Nothing = ImmutableSortedDictionary.Create<string, TRecord>(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Account, string Region), ImmutableSortedDictionary<string, TRecord>> _scopes = new();

    public IEnumerable<TRecord> List(string account, string region) => _scopes.GetValueOrDefault((account, region), Nothing).Values;

    public int Count(string account, string region) => _scopes.GetValueOrDefault((account, region), Nothing).Count;

    /// <param name="before">Null when there was none.</param>
    /// <param name="after">Null when it is gone.</param>
    public void Replace(TRecord? before, TRecord? after)
    {
        if ((after ?? before) is not { } either)
        {
            return;
        }

        var name = nameOf(either);
        _scopes.AddOrUpdate(
            (name.Account, name.Region),
            static (_, change) => Changed(Nothing, change.Name, change.After),
            static (_, scope, change) => Changed(scope, change.Name, change.After),
            (name.Name, After: after));
    }

    private static ImmutableSortedDictionary<string, TRecord> Changed(ImmutableSortedDictionary<string, TRecord> scope, string name, TRecord? after) =>
        after is null ? scope.Remove(name) : scope.SetItem(name, after);
}
