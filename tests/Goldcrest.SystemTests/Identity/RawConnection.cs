using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Goldcrest.SystemTests.Serving;
using Xunit;

namespace Goldcrest.SystemTests.Identity;

/// <summary>A TCP connection on which a test writes what it likes, byte by byte.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;

    private RawConnection(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    public static async Task<RawConnection> OpenAsync(GoldcrestServer server)
    {
        var endpoint = new Uri(server.Endpoint);
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(endpoint.Host, endpoint.Port, TestContext.Current.CancellationToken);
        return new RawConnection(client);
    }

    public async Task SendAsync(string text, ReadOnlyMemory<byte> body = default)
    {
        await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);
        await _stream.WriteAsync(body, TestContext.Current.CancellationToken);
    }

    /// <summary>Says that nothing more comes; answers can still be read.</summary>
    public void End() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <returns>The next response, read to the end of its body; null when the server has closed the connection.</returns>
    public async Task<RawResponse?> ReadAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
            {
                lines.Add(line);
                continue;
            }

            var headers = lines.Skip(1).Select(header => header.Split(": ", 2))
                .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
            var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
            await _stream.ReadExactlyAsync(body, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
            return new RawResponse(
                int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers.GetValueOrDefault("x-amzn-ErrorType"), Encoding.UTF8.GetString(body));
        }

        return null;
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await ReadOneAsync(one))
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return null;
    }

    private async Task<bool> ReadOneAsync(byte[] one)
    {
        try
        {
            return await _stream.ReadAsync(one, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience) == 1;
        }
        catch (IOException)
        {
            // Reset: closed, too.
            return false;
        }
    }
}
