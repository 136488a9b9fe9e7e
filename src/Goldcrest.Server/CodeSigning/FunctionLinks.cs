using Goldcrest.Core.CodeSigning;
using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;

namespace Goldcrest.Server.CodeSigning;

/// <summary>Which function uses which configuration. The function keeps it, so that it comes and goes with it.</summary>
internal static class FunctionLinks
{
    /// <returns>Null when the function's deployments need satisfy none.</returns>
    public static CodeSigningKey? ConfigOf(FunctionRecord function) => function.Attachments.CodeSigningConfigId is { } id
        ? new CodeSigningKey(function.Key.Account, function.Key.Region, id)
        : null;

    /// <param name="config">Null for none.</param>
    public static FunctionRecord With(this FunctionRecord function, CodeSigningKey? config) =>
        function with { Attachments = function.Attachments with { CodeSigningConfigId = config?.Id } };

    /// <summary>The functions that use a configuration, by name.</summary>
    public static IEnumerable<FunctionRecord> Users(this IFunctionCatalog functions, CodeSigningKey config) =>
        functions.List(config.Account, config.Region).Where(function => ConfigOf(function) == config);
}
