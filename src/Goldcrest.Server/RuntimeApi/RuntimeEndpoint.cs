using Goldcrest.Server.Extensions;
using Goldcrest.Server.Telemetry;

namespace Goldcrest.Server.RuntimeApi;

/// <summary>The Runtime API of one sandbox: leads to the session of the life that is lived in it now.</summary>
/// <param name="role">Where the program fetches its keys; null when it has them in its environment.</param>
/// <param name="telemetry">Takes subscriptions; null when none are taken.</param>
internal sealed class RuntimeEndpoint(RoleEndpoint? role = null, ITelemetrySubscriptions? telemetry = null)
{
    /// <summary>Connections that a sandbox may hold at once; more are closed unread, so that no sandbox can use up the node's memory.</summary>
    public const int MaxConnections = 64;

    private volatile RuntimeSession _session = new(ExtensionRegistry.Empty(), role);
    private int _connections;

    public RuntimeSession Session => _session;

    /// <summary>A new life begins; connections from now on are its connections.</summary>
    /// <param name="extensions">Those of the new life.</param>
    public RuntimeSession Renew(ExtensionRegistry extensions) => _session = new RuntimeSession(extensions, role, telemetry);

    /// <returns>False when there are too many; else <see cref="Leave"/> must follow.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _connections) <= MaxConnections)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _connections);
}
