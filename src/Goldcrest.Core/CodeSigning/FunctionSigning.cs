using Goldcrest.Core.Functions;

namespace Goldcrest.Core.CodeSigning;

/// <summary>Which configuration the deployments of a function must satisfy.</summary>
public sealed record FunctionSigning(FunctionKey Function, CodeSigningKey Config);
