using System.Net;
using System.Net.Sockets;
using Goldcrest.Server.Sandboxes.Network.Dns;
using Xunit;

namespace Goldcrest.SystemTests.Network;

/// <summary>Who answers sandboxes' questions, asked on loopback addresses in the place of sandboxes.</summary>
public sealed class NameServerTests : IAsyncLifetime
{
    private const int Greedy = 16;
    private const int QuestionsOfOne = 64;
    private const byte NoError = 0;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Socket _queries = Bound(SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _listener = Bound(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _resolver = Bound(SocketType.Dgram, ProtocolType.Udp);
    private readonly List<Socket> _sandboxes = [];
    private NameServer? _server;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? default);
        foreach (var socket in _sandboxes.Append(_queries).Append(_listener).Append(_resolver))
        {
            socket.Dispose();
        }
    }

    [Fact]
    public async Task Many_that_ask_what_nobody_answers_do_not_keep_another_from_an_answer()
    {
        // The clock stands: no question ends by itself.
        Start($"{_resolver.LocalEndPoint}", new StoppedClock());
        for (byte one = 0; one < Greedy; one++)
        {
            var greedy = Sandbox(one);
            for (byte n = 0; n < QuestionsOfOne; n++)
            {
                await greedy.SendAsync(Question("mute", n));
            }
        }

        for (var seen = 0; seen < Greedy * QuestionsOfOne; seen++)
        {
            await ReceiveAsync(_resolver);
        }

        var modest = Sandbox(Greedy + 1);
        await modest.SendAsync(Question("good", 7));
        var (asked, from) = await ReceiveAsync(_resolver);
        asked[2] |= 0x80;
        await _resolver.SendToAsync(asked, from);
        var (answer, _) = await ReceiveAsync(modest);

        Assert.Equal(NoError, answer[3] & 0x0f);
        Assert.Equal(7, answer[1]);
    }

    [Fact]
    public async Task A_resolver_that_resets_a_connection_is_followed_by_the_next()
    {
        using var rude = Bound(SocketType.Stream, ProtocolType.Tcp);
        using var polite = Bound(SocketType.Stream, ProtocolType.Tcp);
        Start($"{rude.LocalEndPoint},{polite.LocalEndPoint}", TimeProvider.System);
        using var sandbox = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await sandbox.ConnectAsync(_listener.LocalEndPoint!, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(sandbox);
        await TcpMessages.WriteAsync(stream, Question("good", 7), TestContext.Current.CancellationToken);

        using (var refused = await rude.AcceptAsync(TestContext.Current.CancellationToken))
        {
            // Something unread makes the kernel answer a close with a reset.
            await refused.ReceiveAsync(new byte[1], SocketFlags.Peek, TestContext.Current.CancellationToken);
            refused.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        using var taken = await polite.AcceptAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        await using var answers = new NetworkStream(taken);
        var asked = await TcpMessages.ReadAsync(answers, DnsBytes, TestContext.Current.CancellationToken);
        asked![2] |= 0x80;
        await TcpMessages.WriteAsync(answers, asked, TestContext.Current.CancellationToken);
        var answer = await TcpMessages.ReadAsync(stream, DnsBytes, TestContext.Current.CancellationToken);

        Assert.Equal(NoError, answer![3] & 0x0f);
        Assert.Equal(7, answer[1]);
    }

    private const int DnsBytes = 4_096;

    /// <summary>What a program sends that wants an IPv4 address.</summary>
    private static byte[] Question(string label, byte id) => [0, id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, (byte)label.Length, .. label.Select(c => (byte)c), 4, .. "test"u8, 0, 0, 1, 0, 1];

    private static Socket Bound(SocketType kind, ProtocolType protocol)
    {
        var socket = new Socket(AddressFamily.InterNetwork, kind, protocol) { ReceiveBufferSize = 1 << 20 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (kind == SocketType.Stream)
        {
            socket.Listen();
        }

        return socket;
    }

    private static async Task<(byte[] Message, EndPoint From)> ReceiveAsync(Socket socket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var buffer = new byte[DnsBytes];
        var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), patience.Token);
        return (buffer[..received.ReceivedBytes], received.RemoteEndPoint);
    }

    private void Start(string resolvers, TimeProvider time) => _server = new NameServer(_queries, _listener, Resolvers.From(resolvers), time);

    private Socket Sandbox(int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _sandboxes.Add(socket);
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(number + 1)]), 0));
        socket.Connect(_queries.LocalEndPoint!);
        return socket;
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
