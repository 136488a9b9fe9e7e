namespace Goldcrest.Core.Functions;

/// <summary>Why a version could not be made ready to serve, as clients are told.</summary>
/// <param name="Code">One of the service's reason codes.</param>
/// <param name="Reason">A sentence.</param>
/// <remarks>Source: docs/contracts/functions.md#states.</remarks>
public sealed record PreparationFlaw(string Code, string Reason)
{
    /// <summary>Nothing can be told but that the node failed.</summary>
    public static PreparationFlaw Internal { get; } = new("InternalError", "The code could not be laid out; the server's log says why.");
}
