using Goldcrest.Core.Functions;
using Goldcrest.Core.Layers;
using Goldcrest.Server.Code;
using Goldcrest.Server.Layers;
using Goldcrest.Wire.Protocol;
using Change = Goldcrest.Server.Records.RecordChange<
    Goldcrest.Core.Functions.FunctionRecord, Goldcrest.Wire.Protocol.WireResult<Goldcrest.Wire.Lambda.FunctionConfiguration>>;

namespace Goldcrest.Server.Functions;

/// <summary>The layers that a function may have beside its own code.</summary>
internal sealed class LayerChoice(CodeStore store, FunctionLayers layers)
{
    /// <param name="arns">As the request has them; null or empty for none.</param>
    /// <param name="code">The function's own; pinned, or named by a stored function.</param>
    /// <returns>
    /// The layers, to be held until the function that names them is stored; or why they cannot be had. Exactly one of both.
    /// </returns>
    public async Task<(LayerHold? Hold, WireError? Error)> SelectAsync(
        IReadOnlyList<string>? arns, CodeReference code, CallContext context, CancellationToken cancellationToken) =>
        arns is not { Count: > 0 }
            ? (new LayerHold([], NoPins.Instance), null)
            : layers.Select(arns, await store.MeasureAsync(code.Sha256Hex, cancellationToken), context);

    /// <returns>Null when the code fits beside the layers.</returns>
    public async Task<WireError?> RefuseAsync(
        IReadOnlyList<AttachedLayer> attached, CodeReference code, CallContext context, CancellationToken cancellationToken) =>
        attached.Count == 0 ? null : FunctionLayers.Refuse(attached, await store.MeasureAsync(code.Sha256Hex, cancellationToken), context);

    /// <summary>Code and layers are measured together, before the turn of their function comes: by then it must not have got others.</summary>
    /// <param name="decided">A refusal stays one.</param>
    /// <param name="now">Null when there is no such function.</param>
    /// <param name="isAsMeasured">Whether the function still has what the change was measured with.</param>
    public static Change Confirm(Change decided, FunctionRecord? now, Func<Deployment, bool> isAsMeasured) =>
        decided.Answer.Error is null && now is not null && !isAsMeasured(now.Latest.Current) ? Change.None(FunctionRefusals.Overtaken(now.Key)) : decided;

    private sealed class NoPins : IDisposable
    {
        public static NoPins Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
