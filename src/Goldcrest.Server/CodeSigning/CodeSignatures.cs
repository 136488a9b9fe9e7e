using Goldcrest.Core.CodeSigning;
using Goldcrest.Server.Code;

namespace Goldcrest.Server.CodeSigning;

/// <summary>Who signed the zips in the store.</summary>
internal sealed class CodeSignatures(CodeStore store, CodeStoreOptions code, CodeSigningOptions options) : ICodeSignatures, IDisposable
{
    // A zip is in memory while it is looked at: more at once than there are processors would only take more of it.
    private readonly SemaphoreSlim _looks = new(Environment.ProcessorCount);

    public async Task<SignatureFinding> ReadAsync(string sha256Hex, CancellationToken cancellationToken)
    {
        await _looks.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(sha256Hex), cancellationToken);
        }
        finally
        {
            _looks.Release();
        }
    }

    public void Dispose() => _looks.Dispose();

    private SignatureFinding Read(string sha256Hex)
    {
        using var stored = store.OpenZip(sha256Hex);
        var zip = GC.AllocateUninitializedArray<byte>((int)stored.Length);
        stored.ReadExactly(zip);
        return SignatureReading.Read(zip, code.Limits, () => TrustedSigners.Load(options));
    }
}
