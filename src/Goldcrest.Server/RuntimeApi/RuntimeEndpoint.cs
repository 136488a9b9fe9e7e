namespace Goldcrest.Server.RuntimeApi;

/// <summary>The Runtime API of one sandbox: leads to the session of the life that is lived in it now.</summary>
internal sealed class RuntimeEndpoint
{
    private volatile RuntimeSession _session = new();

    public RuntimeSession Session => _session;

    /// <summary>A new life begins; calls from now on are its calls.</summary>
    public RuntimeSession Renew() => _session = new RuntimeSession();
}
