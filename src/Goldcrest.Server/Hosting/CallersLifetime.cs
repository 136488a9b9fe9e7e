using Microsoft.Extensions.Hosting;

namespace Goldcrest.Server.Hosting;

/// <summary>
/// The host lives until its caller ends it, or it gives up by itself. It listens to no signal: those are the caller's, and one heard by two could
/// pass for a failure.
/// </summary>
internal sealed class CallersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
