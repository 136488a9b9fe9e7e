using Goldcrest.Core.CodeSigning;

namespace Goldcrest.Server.Code;

/// <summary>Looks at who signed code. Whoever stores code asks; the feature that knows signatures answers.</summary>
internal interface ICodeSignatures
{
    /// <param name="sha256Hex">Of a zip in the store, pinned or referenced.</param>
    /// <returns>What is true now: who is trusted, and what was taken back, can change.</returns>
    /// <exception cref="FileNotFoundException">No such zip in the store.</exception>
    /// <exception cref="IOException">What the operator trusts cannot be read.</exception>
    Task<SignatureFinding> ReadAsync(string sha256Hex, CancellationToken cancellationToken);
}
