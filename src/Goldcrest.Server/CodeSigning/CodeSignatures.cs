using Goldcrest.Core.CodeSigning;
using Goldcrest.Server.Code;

namespace Goldcrest.Server.CodeSigning;

/// <summary>Who signed the zips in the store.</summary>
internal sealed class CodeSignatures(CodeStore store, CodeSigningOptions options) : ICodeSignatures
{
    public Task<SignatureFinding> ReadAsync(string sha256Hex, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var zip = store.OpenZip(sha256Hex);
            return SignatureReading.Read(zip, () => TrustedSigners.Load(options));
        },
        cancellationToken);
}
