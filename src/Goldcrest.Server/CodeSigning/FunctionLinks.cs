using Goldcrest.Core.Functions;
using Goldcrest.Server.Functions;

namespace Goldcrest.Server.CodeSigning;

/// <summary>A deleted function's link to its code signing configuration goes with it.</summary>
internal sealed class FunctionLinks(CodeSigningCatalog catalog) : IFunctionRemains
{
    public Task RemoveAsync(FunctionKey function, CancellationToken cancellationToken) => catalog.UnlinkAsync(function, cancellationToken);
}
