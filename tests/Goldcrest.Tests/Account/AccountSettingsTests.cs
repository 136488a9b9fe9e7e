using Goldcrest.Core.Functions;
using Goldcrest.Server.Account;
using Goldcrest.Server.Code;
using Goldcrest.Server.Concurrency;
using Goldcrest.Tests.Aliases;
using Goldcrest.Wire.Lambda;
using static Goldcrest.Tests.Attached.TestCatalog;

namespace Goldcrest.Tests.Account;

public sealed class AccountSettingsTests
{
    [Fact]
    public async Task An_empty_account_may_use_everything()
    {
        var settings = await ShowAsync(1_000);

        Assert.Equal(
            (80_530_636_800, 262_144_000, 52_428_800, 1_000, 1_000),
            (settings.AccountLimit!.TotalCodeSize, settings.AccountLimit.CodeSizeUnzipped, settings.AccountLimit.CodeSizeZipped, settings.AccountLimit.ConcurrentExecutions, settings.AccountLimit.UnreservedConcurrentExecutions));
        Assert.Equal((0L, 0L), (settings.AccountUsage!.FunctionCount, settings.AccountUsage.TotalCodeSize));
    }

    [Fact]
    public async Task What_is_used_is_counted_version_by_version_and_kept_by_other_features_too()
    {
        var reserving = TestFunctions.Function("b");
        var settings = await ShowAsync(
            500,
            TestFunctions.Function("a", versions: 2),
            reserving with { Attachments = reserving.Attachments with { ReservedConcurrency = 40 } },
            TestFunctions.Function("c") with { Key = new FunctionKey("111111111111", "us-east-1", "c") });

        Assert.Equal((2, 3 + 1 + 1_000), (settings.AccountUsage!.FunctionCount, settings.AccountUsage.TotalCodeSize));
        Assert.Equal((500, 460), (settings.AccountLimit!.ConcurrentExecutions, settings.AccountLimit.UnreservedConcurrentExecutions));
    }

    private static async Task<GetAccountSettingsResponse> ShowAsync(int limit, params FunctionRecord[] functions)
    {
        var options = new CodeStoreOptions { Directory = "/nowhere" };
        var ledger = new CodeLedger(options);
        var catalog = await OfAsync(ledger, functions);
        if (functions.Length > 0)
        {
            ledger.Settle("000000000000", "us-east-1", "arn:aws:lambda:us-east-1:000000000000:layer:l", 1_000);
        }

        var pool = new AccountPool(catalog, new ConcurrencyOptions { AccountLimit = limit });
        var answer = await new AccountSettings(catalog, pool, ledger, options)
            .GetAccountSettingsAsync(new GetAccountSettingsRequest(), Context, TestContext.Current.CancellationToken);
        return answer.Output!;
    }
}
