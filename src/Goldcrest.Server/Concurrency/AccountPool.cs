using Goldcrest.Core.Functions;
using Goldcrest.Core.Functions.Attached;
using Goldcrest.Server.Functions;
using Goldcrest.Server.Records;

namespace Goldcrest.Server.Concurrency;

/// <summary>The concurrency that the functions of one account share in one region.</summary>
internal sealed class AccountPool(IFunctionCatalog catalog, ConcurrencyOptions options)
{
    private readonly Turns<(string Account, string Region)> _turns = new();

    public int Limit => options.AccountLimit;

    /// <summary>What no function has reserved for itself.</summary>
    public int Unreserved(string account, string region) =>
        Limit - catalog.List(account, region).Sum(function => function.Attachments.ReservedConcurrency ?? 0);

    /// <summary>What all functions but one have taken for themselves, reserved or provisioned.</summary>
    public int SetAsideElsewhere(FunctionKey key) => catalog.List(key.Account, key.Region)
        .Where(function => function.Key != key)
        .Sum(function => ConcurrencyRules.SetAside(function.Attachments));

    /// <summary>
    /// As <see cref="IFunctionCatalog.ChangeAsync"/>, but one caller at a time in the whole pool: two functions must not take the same share.
    /// </summary>
    public async Task<TAnswer> ChangeAsync<TAnswer>(
        FunctionKey key, Func<FunctionRecord?, FunctionChange<TAnswer>> decide, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync((key.Account, key.Region), cancellationToken);
        return await catalog.ChangeAsync(key, decide, cancellationToken);
    }
}
