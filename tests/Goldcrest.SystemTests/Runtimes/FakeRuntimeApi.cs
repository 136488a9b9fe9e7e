using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Goldcrest.SystemTests.Runtimes;

/// <summary>A Runtime API on loopback that hands out prepared events and remembers what it is told.</summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    private const string Base = "/2018-06-01/runtime";
    private const string Consent = """{"status":"OK"}""";
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<RuntimeEvent> _events;
    private readonly ConcurrentQueue<RuntimePost> _posts = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _postStatus;
    private int _handedOut;

    private FakeRuntimeApi(WebApplication app, IEnumerable<RuntimeEvent> events, int postStatus)
    {
        _app = app;
        _events = new ConcurrentQueue<RuntimeEvent>(events);
        _postStatus = postStatus;
    }

    /// <summary>Ends when the runtime asks for an event and none is left.</summary>
    public Task Drained => _drained.Task;

    public IReadOnlyList<RuntimePost> Posts => [.. _posts];

    /// <summary>The value of AWS_LAMBDA_RUNTIME_API.</summary>
    public string Address => new Uri(_app.Urls.Single()).Authority;

    /// <param name="events">In the order they are handed out.</param>
    /// <param name="postStatus">The status every post is answered with; 202 is consent.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<FakeRuntimeApi> StartAsync(
        IEnumerable<RuntimeEvent> events, int postStatus, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var api = new FakeRuntimeApi(app, events, postStatus);
        app.Run(api.AnswerAsync);
        await app.StartAsync(cancellationToken);
        return api;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) ? HandOutAsync(context) : RememberAsync(context);

    private async Task HandOutAsync(HttpContext context)
    {
        if (!_events.TryDequeue(out var next))
        {
            _drained.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        var headers = context.Response.Headers;
        var deadline = DateTimeOffset.UtcNow.AddSeconds(60).ToUnixTimeMilliseconds();
        headers["Lambda-Runtime-Aws-Request-Id"] = $"request-{Interlocked.Increment(ref _handedOut)}";
        headers["Lambda-Runtime-Deadline-Ms"] = deadline.ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-west-1:123456789012:function:fixture";
        foreach (var (name, value) in next.Headers)
        {
            headers[name] = value;
        }

        var body = Encoding.UTF8.GetBytes(next.Json);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = next.IsChunked ? null : body.Length;
        foreach (var piece in body.Chunk(100_000))
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        }
    }

    private async Task RememberAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _posts.Enqueue(new RuntimePost(
            context.Request.Path.Value![(Base.Length + 1)..],
            context.Request.Headers["Lambda-Runtime-Function-Error-Type"],
            body.ToArray()));
        context.Response.StatusCode = _postStatus;
        context.Response.ContentLength = Consent.Length;
        await context.Response.WriteAsync(Consent, context.RequestAborted);
    }
}
