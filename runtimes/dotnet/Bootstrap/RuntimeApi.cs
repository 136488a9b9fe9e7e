using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Goldcrest.DotnetRuntime;

/// <summary>One keep-alive HTTP/1.1 connection to the Runtime API, on a bare socket: HttpClient would double the boot time.</summary>
internal sealed class RuntimeApi : IDisposable
{
    public const int LargeBytes = 1 << 20;
    private const string Base = "/2018-06-01/runtime/";
    private static readonly byte[] NextRequest = Encoding.ASCII.GetBytes($"GET {Base}invocation/next HTTP/1.1\r\nHost: runtime\r\n\r\n");

    private readonly IPEndPoint _address;
    private readonly byte[] _held = new byte[65_536];
    private int _from;
    private int _to;
    private Socket? _socket;

    public RuntimeApi(string address)
    {
        var colon = address.LastIndexOf(':');
        var host = address[..colon];
        _address = new IPEndPoint(
            IPAddress.TryParse(host, out var parsed) ? parsed : Dns.GetHostAddresses(host)[0], int.Parse(address.AsSpan(colon + 1), CultureInfo.InvariantCulture));
        Connect();
    }

    /// <summary>
    /// Sends the answer to the last invocation, when there is one, and waits for the next event. Answer and question travel together: the
    /// answer's reply is read when the question is already on its way.
    /// </summary>
    public Reply Next(byte[]? answer)
    {
        if (answer is not null)
        {
            Transmit(answer);
        }

        Transmit(NextRequest);
        if (answer is not null)
        {
            Check(ReadReply());
            if (_socket is null)
            {
                Transmit(NextRequest);
            }
        }

        var reply = ReadReply();
        return reply.Status == 200
            ? reply
            : throw new RuntimeApiException($"Failed to get next invocation. Http response code: {reply.Status}.");
    }

    public void Post(string path, string body, string headers) => Send(Request(path, Encoding.UTF8.GetBytes(body), headers));

    public void Send(byte[] request)
    {
        Transmit(request);
        Check(ReadReply());
    }

    public void Dispose() => _socket?.Dispose();

    /// <param name="headers">Ready text, each line ended.</param>
    public static byte[] Request(string path, ReadOnlySpan<byte> body, string headers)
    {
        var head = Encoding.Latin1.GetBytes($"POST {Base}{path} HTTP/1.1\r\nHost: runtime\r\n{headers}Content-Length: {body.Length}\r\n\r\n");
        var request = new byte[head.Length + body.Length];
        head.CopyTo(request, 0);
        body.CopyTo(request.AsSpan(head.Length));
        return request;
    }

    private static void Check(Reply reply)
    {
        if (reply.Status != 202)
        {
            throw new RuntimeApiException($"Failed to post handler success response. Http response code: {reply.Status}.");
        }
    }

    private void Connect()
    {
        try
        {
            _socket = new Socket(_address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _socket.Connect(_address);
            _from = _to = 0;
        }
        catch (SocketException error)
        {
            throw new RuntimeApiException($"Lost the Runtime API: {error.Message}", error);
        }
    }

    private void Transmit(ReadOnlySpan<byte> request)
    {
        if (_socket is null)
        {
            Connect();
        }

        try
        {
            while (request.Length > 0)
            {
                request = request[_socket!.Send(request)..];
            }
        }
        catch (SocketException error)
        {
            throw new RuntimeApiException($"Lost the Runtime API: {error.Message}", error);
        }
    }

    private Reply ReadReply()
    {
        var status = int.Parse(ReadLine().AsSpan(9, 3), CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        while (ReadLine() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
        }

        var isChunked = headers.GetValueOrDefault("transfer-encoding") == "chunked";
        var body = isChunked ? ReadChunks() : Take(int.Parse(headers.GetValueOrDefault("content-length", "0"), CultureInfo.InvariantCulture));
        if (headers.GetValueOrDefault("connection") == "close")
        {
            _socket!.Dispose();
            _socket = null;
        }

        return new Reply(status, headers, body);
    }

    private byte[] ReadChunks()
    {
        using var body = new MemoryStream();
        while (true)
        {
            var size = int.Parse(ReadLine().Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(Take(size));
            Take(2);
            if (size == 0)
            {
                return body.ToArray();
            }
        }
    }

    private string ReadLine()
    {
        var line = new StringBuilder();
        while (true)
        {
            var rest = _held.AsSpan(_from, _to - _from);
            var end = rest.IndexOf((byte)'\n');
            line.Append(Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]));
            _from = end < 0 ? _to : _from + end + 1;
            if (end >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }

            _from = 0;
            _to = Receive(_held);
        }
    }

    private byte[] Take(int count)
    {
        var taken = new byte[count];
        var held = Math.Min(count, _to - _from);
        _held.AsSpan(_from, held).CopyTo(taken);
        _from += held;
        while (held < count)
        {
            held += Receive(taken.AsSpan(held));
        }

        return taken;
    }

    private int Receive(Span<byte> place)
    {
        try
        {
            var count = _socket!.Receive(place);
            return count > 0 ? count : throw new RuntimeApiException("Lost the Runtime API: connection closed");
        }
        catch (SocketException error)
        {
            throw new RuntimeApiException($"Lost the Runtime API: {error.Message}", error);
        }
    }
}
