using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Goldcrest.Core.Sandboxes;

namespace Goldcrest.Server.Sandboxes.Network.Dns;

/// <summary>Asks the host's resolvers one question, one after the other until one answers.</summary>
/// <remarks>Each try has a port and an id of its own that nobody can guess, so that an answer can hardly be forged.</remarks>
internal sealed class UpstreamQuery(Resolvers resolvers, TimeProvider time)
{
    private const int MaxAnswerBytes = ushort.MaxValue;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <param name="question">As the sandbox sent it.</param>
    /// <param name="overTcp">As the sandbox asked.</param>
    /// <param name="givenUp">When cancelled, nobody more is asked.</param>
    /// <returns>The answer with the sandbox's own id; null when nobody answered.</returns>
    public async Task<byte[]?> AskAsync(
        ReadOnlyMemory<byte> question, DnsQuery query, bool overTcp, CancellationToken givenUp, CancellationToken cancellationToken)
    {
        foreach (var resolver in resolvers.Current().TakeWhile(_ => !givenUp.IsCancellationRequested))
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, givenUp, cancellationToken);
            var asked = question.ToArray();
            RandomNumberGenerator.Fill(asked.AsSpan(0, sizeof(ushort)));
            try
            {
                var answer = overTcp ? await AskByTcpAsync(resolver, asked, query, either.Token) : await AskByUdpAsync(resolver, asked, query, either.Token);
                question.Span[..sizeof(ushort)].CopyTo(answer);
                return answer;
            }
            catch (Exception silent) when (silent is SocketException or IOException
                || (silent is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // The next may know.
            }
        }

        return null;
    }

    private static async Task<byte[]> AskByUdpAsync(IPEndPoint resolver, byte[] asked, DnsQuery query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(resolver.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(resolver, cancellationToken);
        await socket.SendAsync(asked, cancellationToken);
        var buffer = new byte[MaxAnswerBytes];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancellationToken);
            if (query.IsAnsweredBy(buffer.AsSpan(0, length), asked))
            {
                return buffer[..length];
            }
        }
    }

    private static async Task<byte[]> AskByTcpAsync(IPEndPoint resolver, byte[] asked, DnsQuery query, CancellationToken cancellationToken)
    {
        using var socket = new Socket(resolver.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(resolver, cancellationToken);
        await using var stream = new NetworkStream(socket);
        await TcpMessages.WriteAsync(stream, asked, cancellationToken);
        var answer = await TcpMessages.ReadAsync(stream, MaxAnswerBytes, cancellationToken);
        return answer is not null && query.IsAnsweredBy(answer, asked) ? answer : throw new EndOfStreamException();
    }
}
