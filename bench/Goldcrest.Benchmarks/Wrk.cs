using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Goldcrest.Benchmarks;

/// <summary>One bounded run of the load generator <c>wrk</c>.</summary>
internal static partial class Wrk
{
    /// <param name="request">A POST with all its headers; sent unchanged over and over, so a signature must stay valid for the run.</param>
    /// <exception cref="InvalidOperationException">It measured nothing, or a request was not answered with success.</exception>
    public static async Task<WrkResult> RunAsync(HttpRequestMessage request, int connections, int seconds, CancellationToken cancellationToken)
    {
        var script = Path.GetTempFileName();
        try
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            await File.WriteAllTextAsync(script, $"wrk.method = [[{request.Method}]]\nwrk.body = [==[{body}]==]\n", cancellationToken);
            List<string> arguments = ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "--timeout", "10s", "-s", script];
            var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []);
            arguments.AddRange(headers.Where(header => header.Key != "Content-Length").SelectMany(header => new[] { "-H", $"{header.Key}: {string.Join(", ", header.Value)}" }));
            arguments.Add(request.RequestUri!.AbsoluteUri);
            using var wrk = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
            var text = await wrk.StandardOutput.ReadToEndAsync(cancellationToken);
            await wrk.WaitForExitAsync(cancellationToken);
            return text.Contains("Non-2xx", StringComparison.Ordinal) || text.Contains("Socket errors", StringComparison.Ordinal)
                ? throw new InvalidOperationException($"Some requests failed:\n{text}")
                : new WrkResult(Milliseconds(text, "50%"), Milliseconds(text, "99%"), Number(Rate().Match(text)));
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static double Milliseconds(string text, string percentile)
    {
        var match = Regex.Match(text, $@"^\s+{percentile}\s+([0-9.]+)(us|ms|s)", RegexOptions.Multiline);
        return Number(match) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
    }

    private static double Number(Match match) => match.Success
        ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException("wrk printed no numbers.");

    [GeneratedRegex("Requests/sec:\\s+([0-9.]+)")]
    private static partial Regex Rate();
}
