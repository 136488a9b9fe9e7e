using Goldcrest.Server.Hosting;

namespace Goldcrest.Cli.Running;

/// <summary>Whether a server answers requests, asked the way any client asks: over its port.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <returns>False when it did not answer 200 within <paramref name="patience"/>.</returns>
    public static async Task<bool> WaitAsync(string endpoint, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < patience)
        {
            if (await AnswersAsync(client, endpoint, cancellationToken))
            {
                return true;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        return false;
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string endpoint, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(endpoint + GoldcrestHost.HealthPath), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
