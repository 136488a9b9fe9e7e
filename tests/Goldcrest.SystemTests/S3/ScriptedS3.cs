using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Goldcrest.SystemTests.S3;

/// <summary>A service on a free port of 127.0.0.1 that does to a request for an object whatever the test says, also what no honest service would.</summary>
internal sealed class ScriptedS3 : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _talks = [];
    private readonly Task _accepting;

    public ScriptedS3()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Endpoint => $"http://{_listener.LocalEndpoint}";

    /// <summary>By the key of the object; each gets the connection after the request's head was read.</summary>
    public ConcurrentDictionary<string, Func<Stream, CancellationToken, Task>> Answers { get; } = new();

    /// <summary>The first lines of all requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>A whole answer with a body of that length.</summary>
    public static Func<Stream, CancellationToken, Task> Body(byte[] body) => (stream, token) => SendAsync(stream, $"200 OK\r\nContent-Length: {body.Length}", body, token);

    /// <summary>The head of an answer and what follows it, however that fits together.</summary>
    public static Func<Stream, CancellationToken, Task> Raw(string head, byte[] body) => (stream, token) => SendAsync(stream, head, body, token);

    /// <summary>A refusal in S3's form.</summary>
    public static Func<Stream, CancellationToken, Task> Error(string status, string code, string message)
    {
        var body = Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>");
        return (stream, token) => SendAsync(stream, $"{status}\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}", body, token);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_talks);
        _end.Dispose();
    }

    private static async Task SendAsync(Stream stream, string head, byte[] body, CancellationToken token)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n"), token);
        await stream.WriteAsync(body, token);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var request = await reader.ReadLineAsync(_end.Token) ?? "";
            while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 })
            {
            }

            Requests.Enqueue(request);
            var key = request.Split(' ')[1].Split('?')[0].Split('/')[^1];
            await Answers[key](stream, _end.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or IOException)
        {
            // The other side has heard enough, or the test is over.
        }
    }
}
