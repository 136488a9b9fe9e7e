using System.Net;

namespace Goldcrest.Server.Sandboxes.Network.Dns;

/// <summary>One question, or one connection, that a sandbox has under way. Disposal gives it back.</summary>
/// <param name="number">Higher than those of all older ones.</param>
internal sealed class Turn(Turns turns, IPAddress sandbox, long number) : IDisposable
{
    // Without a timer it holds nothing that has to be given back, and it may be cancelled late.
    private readonly CancellationTokenSource _lost = new();

    public IPAddress Sandbox => sandbox;

    public long Number => number;

    /// <summary>Cancelled when somebody who had less took it.</summary>
    public CancellationToken Lost => _lost.Token;

    public void Lose() => _lost.Cancel();

    public void Dispose() => turns.Return(this);
}
