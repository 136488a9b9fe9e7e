using Goldcrest.Core.CodeSigning;
using Goldcrest.Wire.Protocol;

namespace Goldcrest.Server.CodeSigning;

/// <summary>Which configuration a request means.</summary>
internal static class CodeSigningAddress
{
    /// <returns>Null when the caller has no such configuration here: those of other accounts and regions are as unknown as none.</returns>
    public static CodeSigningConfig? Find(string arn, CallContext context, CodeSigningCatalog catalog) =>
        CodeSigningKey.TryParse(arn) is { } key && key.Account == context.Account && key.Region == context.Region ? catalog.Find(key) : null;
}
