using Goldcrest.Core.Code;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Code;
using Goldcrest.Server.Functions;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Tests.Attached;

/// <summary>The real catalog over a store in memory, and what handlers need besides.</summary>
internal static class TestCatalog
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 21, 10, 11, 12, 345, 678, TimeSpan.Zero);

    public static CallContext Context { get; } = new()
    {
        RequestId = "11111111-2222-3333-4444-555555555555",
        Account = "000000000000",
        Region = "us-east-1",
        PrincipalArn = "arn:aws:iam::000000000000:root",
        BaseUrl = "http://127.0.0.1:4566",
    };

    /// <summary>As much room as anybody wants.</summary>
    public static CodeLedger Ledger() => new(new CodeStoreOptions { Directory = "/nowhere", Limits = new CodeLimits { MaxAccountBytes = long.MaxValue } });

    public static Task<FunctionCatalog> OfAsync(params FunctionRecord[] functions) => OfAsync(Ledger(), functions);

    public static async Task<FunctionCatalog> OfAsync(CodeLedger ledger, params FunctionRecord[] functions)
    {
        var catalog = new FunctionCatalog(new KeptFunctions(functions), new FreedCode(TimeProvider.System), ledger, []);
        await catalog.LoadAsync(TestContext.Current.CancellationToken);
        return catalog;
    }

    /// <summary>What a client sees of a refusal.</summary>
    public static (int Status, string Code, string? Message) Seen<T>(WireResult<T> result)
        where T : class => result.Error is { } error
            ? (error.Status, error.Code, error.Message)
            : throw new InvalidOperationException($"It was not refused: {result.Output}");

    public static (int, string, string?) BadParameter(string message) => (400, "InvalidParameterValueException", message);

    public static (int, string, string?) NotFound(string message) => (404, "ResourceNotFoundException", message);

    public static (int, string, string?) Conflict(string message) => (409, "ResourceConflictException", message);
}
