using System.Net;
using System.Net.Sockets;
using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Sandboxes.Network.Dns;

/// <summary>
/// Answers sandboxes' questions about names: the name of the server's own endpoint by itself, all others by asking the host's resolvers. Understands no
/// more of a question than it must. What one sandbox, and all, may have under way is bounded; who has little is served before who has much.
/// </summary>
/// <remarks>Source: docs/contracts/network.md#names.</remarks>
internal sealed class NameServer : IAsyncDisposable
{
    public const string EndpointName = "goldcrest.internal";

    private const int QuestionsOfOne = 64;
    private const int QuestionsOfAll = 1_024;
    private const int ConnectionsOfOne = 8;
    private const int ConnectionsOfAll = 256;
    private static readonly TimeSpan IdleConnection = TimeSpan.FromSeconds(10);

    /// <summary>After a failure to receive that says nothing of the next try, such as want of memory.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly UpstreamQuery _upstream;
    private readonly TimeProvider _time;
    private readonly Turns _questions = new(QuestionsOfOne, QuestionsOfAll);
    private readonly Turns _connections = new(ConnectionsOfOne, ConnectionsOfAll);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _served;

    /// <param name="queries">Bound, for UDP.</param>
    /// <param name="listener">Listening, for TCP. Whoever made the sockets closes them.</param>
    public NameServer(Socket queries, Socket listener, Resolvers resolvers, TimeProvider time)
    {
        _upstream = new UpstreamQuery(resolvers, time);
        _time = time;
        _served = Task.WhenAll(Task.Run(() => ServeUdpAsync(queries)), Task.Run(() => ServeTcpAsync(listener)));
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _served;
        _over.Dispose();
    }

    private async Task ServeUdpAsync(Socket socket)
    {
        var buffer = new byte[DnsQuery.MaxBytes + 1];
        while (!_over.IsCancellationRequested)
        {
            try
            {
                var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _over.Token);
                _ = AnswerUdpAsync(socket, buffer[..received.ReceivedBytes], (IPEndPoint)received.RemoteEndPoint);
            }
            catch (SocketException)
            {
                // An answer could not be delivered, because its sandbox is gone, and the kernel tells here; or the host is short of memory.
                await PauseAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task AnswerUdpAsync(Socket socket, byte[] question, IPEndPoint from)
    {
        try
        {
            if (await AnswerAsync(question, from.Address, overTcp: false) is { } answer)
            {
                await socket.SendToAsync(answer, SocketFlags.None, from, _over.Token);
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The sandbox is, or the server stops: nobody waits for the answer.
        }
    }

    private async Task ServeTcpAsync(Socket listener)
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_over.Token);
                _ = ServeConnectionAsync(socket);
            }
            catch (SocketException)
            {
                await PauseAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeConnectionAsync(Socket socket)
    {
        using var closed = socket;
        using var turn = socket.RemoteEndPoint is IPEndPoint from ? _connections.TryTake(from.Address) : null;
        if (turn is null)
        {
            return;
        }

        try
        {
            await using var stream = new NetworkStream(socket);
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, turn.Lost);
            while (true)
            {
                await using var timer = _time.CreateTimer(_ => idle.Cancel(), null, IdleConnection, Timeout.InfiniteTimeSpan);
                if (await TcpMessages.ReadAsync(stream, DnsQuery.MaxBytes, idle.Token) is not { } question
                    || await AnswerAsync(question, turn.Sandbox, overTcp: true) is not { } answer)
                {
                    return;
                }

                await TcpMessages.WriteAsync(stream, answer, idle.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // It hung up, said nothing for long, had to make room, or the server stops.
        }
    }

    /// <returns>Null for what is no question.</returns>
    private async Task<byte[]?> AnswerAsync(byte[] question, IPAddress from, bool overTcp)
    {
        if (DnsQuery.TryParse(question, out var failure) is not { } query)
        {
            return failure is { } reason ? DnsAnswer.Failure(question, null, reason) : null;
        }

        if (query.Name == EndpointName)
        {
            return DnsAnswer.Address(question, query, RouterAddresses.Gateway);
        }

        return query.Name.EndsWith("." + EndpointName, StringComparison.Ordinal)
            ? DnsAnswer.Failure(question, query, DnsFailure.NoSuchName)
            : await AskAsync(question, query, from, overTcp);
    }

    private async Task<byte[]> AskAsync(byte[] question, DnsQuery query, IPAddress from, bool overTcp)
    {
        using var turn = _questions.TryTake(from);
        return turn is null ? NoAnswer() : await _upstream.AskAsync(question, query, overTcp, turn.Lost, _over.Token) ?? NoAnswer();

        byte[] NoAnswer() => DnsAnswer.Failure(question, query, DnsFailure.NoAnswer);
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(Pause, _time, _over.Token);
        }
        catch (OperationCanceledException)
        {
            // The loop looks for itself.
        }
    }
}
