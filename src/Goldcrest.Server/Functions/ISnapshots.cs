using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Functions;

/// <summary>Makes what published versions with SnapStart start from.</summary>
internal interface ISnapshots
{
    /// <summary>Runs the version's INIT in a sandbox, and keeps what its invocations start from.</summary>
    /// <returns>Null when it is made; else why the version cannot have one.</returns>
    /// <exception cref="OperationCanceledException">The server is being stopped: nothing is known of the version.</exception>
    Task<PreparationFlaw?> MakeAsync(FunctionVersion version, CancellationToken cancellationToken);

    /// <summary>The version had its snapshot before this server started. Returns at once.</summary>
    void Keep(FunctionVersion version);
}
