using Goldcrest.Core.CodeSigning;
using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Functions;

/// <param name="Artifact">What a refusal names.</param>
/// <param name="Code">As its version shows it, with the signature.</param>
internal sealed record InspectedCode(string Artifact, CodeReference Code, SignatureFinding Finding);
