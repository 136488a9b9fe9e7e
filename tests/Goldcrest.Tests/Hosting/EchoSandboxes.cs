using Goldcrest.Core.Functions;
using Goldcrest.Server.Pool;
using Goldcrest.Tests.Pool;

namespace Goldcrest.Tests.Hosting;

/// <summary>Every function answers its events with their request ids, and needs no host for it.</summary>
internal sealed class EchoSandboxes : ISandboxFactory
{
    public Task<FunctionSandbox> CreateAsync(FunctionVersion version, CancellationToken cancellationToken) =>
        Task.FromResult(new SandboxRig(SandboxRig.Echo, version).Function);
}
