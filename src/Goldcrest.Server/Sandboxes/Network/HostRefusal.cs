using System.Threading.Channels;
using Goldcrest.Server.Sandboxes.Network.Netlink;
using Microsoft.Extensions.Logging;

namespace Goldcrest.Server.Sandboxes.Network;

/// <summary>
/// Sees to it that the router refuses every address that the host has, as these come and go. To subnets on bridges that is the only door that keeps them from the
/// host; behind the usual link the host refuses by itself as well.
/// </summary>
internal sealed partial class HostRefusal : IAsyncDisposable
{
    /// <summary>Between two tries when the rules could not be changed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // One place: a host whose links all come up at once does not start a program for each.
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _over = new();
    private readonly Func<Task> _refuse;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AddressNews _news;
    private readonly Task _kept;

    /// <param name="refuse">Tells the router which addresses the host has at the moment.</param>
    /// <exception cref="SandboxLaunchException">The kernel does not tell of changes.</exception>
    public HostRefusal(Func<Task> refuse, TimeProvider time, ILogger logger)
    {
        (_refuse, _time, _logger) = (refuse, time, logger);
        _news = new AddressNews(() => _changes.Writer.TryWrite(true));

        // What changed after the router was made and before we listened.
        _changes.Writer.TryWrite(true);
        _kept = Task.Run(KeepAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _news.Dispose();
        await _over.CancelAsync();
        await _kept;
        _over.Dispose();
    }

    private async Task KeepAsync()
    {
        try
        {
            await foreach (var _ in _changes.Reader.ReadAllAsync(_over.Token))
            {
                await RefuseAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task RefuseAsync()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await _refuse();
                return;
            }
            catch (Exception fault)
            {
                // Whatever it was, until it is mended an address may be missing: there is nothing to do but to try again.
                if (tries == 1)
                {
                    LogHostUnknown(fault.Message);
                }

                await Task.Delay(Pause, _time, _over.Token);
            }
        }
    }

    [LoggerMessage(3016, LogLevel.Warning, "The router could not be told of a change of the host's addresses, and is told again until it is: {Reason}")]
    private partial void LogHostUnknown(string reason);
}
