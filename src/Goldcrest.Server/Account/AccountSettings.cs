using Goldcrest.Server.Concurrency;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Account;

/// <summary>GetAccountSettings: what the account may use, and what it does use.</summary>
/// <remarks>Source: docs/contracts/account-settings.md.</remarks>
internal sealed class AccountSettings(IFunctionCatalog catalog, AccountPool pool, IEnumerable<ICodeKeeper> keepers) : IGetAccountSettingsHandler
{
    private const long MaxCodeBytes = 80_530_636_800;
    private const long MaxUnzippedBytes = 262_144_000;
    private const long MaxZippedBytes = 52_428_800;

    public ValueTask<WireResult<GetAccountSettingsResponse>> GetAccountSettingsAsync(
        GetAccountSettingsRequest request, CallContext context, CancellationToken cancellationToken)
    {
        var functions = catalog.List(context.Account, context.Region);
        var functionBytes = functions.SelectMany(function => function.Versions).Sum(version => version.Current.Code.Bytes);
        return ValueTask.FromResult<WireResult<GetAccountSettingsResponse>>(new GetAccountSettingsResponse
        {
            AccountLimit = new AccountLimit
            {
                TotalCodeSize = MaxCodeBytes,
                CodeSizeUnzipped = MaxUnzippedBytes,
                CodeSizeZipped = MaxZippedBytes,
                ConcurrentExecutions = pool.Limit,
                UnreservedConcurrentExecutions = pool.Unreserved(context.Account, context.Region),
            },
            AccountUsage = new AccountUsage
            {
                TotalCodeSize = functionBytes + keepers.Sum(keeper => keeper.CodeBytes(context.Account, context.Region)),
                FunctionCount = functions.Count,
            },
        });
    }
}
