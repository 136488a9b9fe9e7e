using Goldcrest.Core.Functions;
using Goldcrest.Server.Records;

namespace Goldcrest.Server.Functions;

/// <summary>All functions of this node, in memory; what the invoke path reads.</summary>
internal interface IFunctionCatalog
{
    /// <returns>Null when there is no such function.</returns>
    FunctionRecord? Find(FunctionKey key);

    /// <summary>The functions of one account and region, by name.</summary>
    IEnumerable<FunctionRecord> List(string account, string region);

    /// <summary>
    /// Changes one function, one caller at a time: the decision sees the function as it is now and says what it becomes. The answer is
    /// given when the change is on the disk.
    /// </summary>
    /// <param name="decide">Sees null when there is no such function. Asked at most once; must be quick.</param>
    Task<TAnswer> ChangeAsync<TAnswer>(FunctionKey key, Func<FunctionRecord?, RecordChange<FunctionRecord, TAnswer>> decide, CancellationToken cancellationToken);
}
