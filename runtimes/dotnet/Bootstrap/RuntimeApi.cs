using System.Globalization;
using System.Text;

namespace Goldcrest.DotnetRuntime;

/// <summary>One keep-alive HTTP/1.1 connection to the Runtime API, on a bare connection: HttpClient would double the boot time.</summary>
internal sealed class RuntimeApi : IDisposable
{
    public const int LargeBytes = 1 << 20;
    private const string Base = "/2018-06-01/runtime/";
    private static readonly byte[] NextRequest = Encoding.ASCII.GetBytes($"GET {Base}invocation/next HTTP/1.1\r\nHost: runtime\r\n\r\n");

    private readonly byte[] _host = new byte[4];
    private readonly int _port;
    private readonly byte[] _held = new byte[65_536];
    private int _from;
    private int _to;
    private Connection? _connection;

    /// <param name="address">An IPv4 address and a port, which is what AWS_LAMBDA_RUNTIME_API names.</param>
    public RuntimeApi(string address)
    {
        var colon = address.LastIndexOf(':');
        var parts = address[..colon].Split('.');
        for (var i = 0; i < _host.Length; i++)
        {
            _host[i] = byte.Parse(parts[i], CultureInfo.InvariantCulture);
        }

        _port = int.Parse(address.AsSpan(colon + 1), CultureInfo.InvariantCulture);
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
            if (_connection is null)
            {
                Transmit(NextRequest);
            }
        }

        var reply = ReadReply();
        return reply.Status == 200
            ? reply
            : throw new RuntimeApiException($"Failed to get next invocation. Http response code: {reply.Status}.");
    }

    /// <summary>Waits until the sandbox, which was made for a snapshot, is wanted.</summary>
    public void RestoreNext()
    {
        Transmit(Encoding.ASCII.GetBytes($"GET {Base}restore/next HTTP/1.1\r\nHost: runtime\r\n\r\n"));
        var reply = ReadReply();
        if (reply.Status != 200)
        {
            throw new RuntimeApiException($"Failed to get the restore. Http response code: {reply.Status}.");
        }
    }

    public void Post(string path, string body, string headers) => Send(Request(path, Encoding.UTF8.GetBytes(body), headers));

    public void Send(byte[] request)
    {
        Transmit(request);
        Check(ReadReply());
    }

    public void Dispose() => _connection?.Dispose();

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
        _connection = Connection.Open(_host, _port);
        _from = _to = 0;
    }

    private void Transmit(ReadOnlySpan<byte> request)
    {
        if (_connection is null)
        {
            Connect();
        }

        _connection!.Send(request);
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
            _connection!.Dispose();
            _connection = null;
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

    private int Receive(Span<byte> place) => _connection!.Receive(place) is > 0 and var count
        ? count
        : throw new RuntimeApiException("Lost the Runtime API: connection closed");
}
