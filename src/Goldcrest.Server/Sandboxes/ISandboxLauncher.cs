namespace Goldcrest.Server.Sandboxes;

/// <summary>Builds sandboxes. The boundary to the OCI runtime.</summary>
internal interface ISandboxLauncher
{
    /// <summary>
    /// Removes whatever a killed server with the same data directory left behind: processes, cgroups, mounts, directories.
    /// Called once, before the first <see cref="CreateAsync"/>.
    /// </summary>
    Task RecoverAsync(CancellationToken cancellationToken);

    /// <summary>Makes namespaces, cgroups, /tmp and the listener; starts nothing. Throws <see cref="SandboxLaunchException"/>.</summary>
    Task<ISandbox> CreateAsync(SandboxSpec spec, CancellationToken cancellationToken);
}
