using Goldcrest.Core.CodeSigning;
using Goldcrest.Core.Functions;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Code;

namespace Goldcrest.Server.Functions;

/// <summary>What stands between a wish for code and the function that gets it: its signature, and the room that the account has left.</summary>
internal sealed class DeploymentGate(ICodeSignatures signatures, ICodeAdmission admission, CodeLedger ledger)
{
    /// <param name="artifact">What a refusal names.</param>
    /// <param name="code">In the store, pinned or referenced; or an image, which is never signed.</param>
    public async Task<InspectedCode> InspectAsync(string artifact, CodeReference code, CancellationToken cancellationToken)
    {
        var finding = code.Image is null ? await signatures.ReadAsync(code.Sha256Hex, cancellationToken) : new SignatureFinding.NotSigned();
        return new InspectedCode(artifact, code with { Signature = finding.Shown }, finding);
    }

    /// <inheritdoc cref="InspectAsync(string, CodeReference, CancellationToken)"/>
    public Task<InspectedCode[]> InspectAsync(IReadOnlyList<AttachedLayer> layers, CancellationToken cancellationToken) =>
        Task.WhenAll(layers.Select(layer => InspectAsync(layer.Arn, layer.Code, cancellationToken)));

    /// <param name="code">All that the function gets with this change; what it has already is not asked about again.</param>
    /// <returns>To be disposed when the function is stored, or is not.</returns>
    public DeploymentPass Open(FunctionKey function, params IReadOnlyList<InspectedCode> code) =>
        new(code, admission, ledger.Open(function.Account, function.Region, function.Arn));
}
