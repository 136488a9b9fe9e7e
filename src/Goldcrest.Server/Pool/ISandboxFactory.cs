using Goldcrest.Core.Functions;

namespace Goldcrest.Server.Pool;

/// <summary>Builds the sandboxes that a pool holds.</summary>
internal interface ISandboxFactory
{
    /// <returns>A sandbox that was not initialised yet.</returns>
    /// <exception cref="Sandboxes.SandboxLaunchException">The host could not build it; nothing of it is left.</exception>
    Task<FunctionSandbox> CreateAsync(FunctionVersion version, CancellationToken cancellationToken);
}
