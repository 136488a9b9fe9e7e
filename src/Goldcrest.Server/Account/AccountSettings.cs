using Goldcrest.Server.Code;
using Goldcrest.Server.Concurrency;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Lambda;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.Account;

/// <summary>GetAccountSettings: what the account may use, and what it does use.</summary>
/// <remarks>Source: docs/contracts/account-settings.md.</remarks>
internal sealed class AccountSettings(IFunctionCatalog catalog, AccountPool pool, CodeLedger ledger, CodeStoreOptions options) : IGetAccountSettingsHandler
{
    public ValueTask<WireResult<GetAccountSettingsResponse>> GetAccountSettingsAsync(
        GetAccountSettingsRequest request, CallContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<WireResult<GetAccountSettingsResponse>>(new GetAccountSettingsResponse
        {
            AccountLimit = new AccountLimit
            {
                TotalCodeSize = ledger.Limit,
                CodeSizeUnzipped = options.Limits.MaxUnzippedBytes,
                CodeSizeZipped = options.Limits.MaxZippedBytes,
                ConcurrentExecutions = pool.Limit,
                UnreservedConcurrentExecutions = pool.Unreserved(context.Account, context.Region),
            },
            AccountUsage = new AccountUsage
            {
                TotalCodeSize = ledger.Used(context.Account, context.Region),
                FunctionCount = catalog.List(context.Account, context.Region).Count(),
            },
        });
}
