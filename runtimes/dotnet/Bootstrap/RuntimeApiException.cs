namespace Goldcrest.DotnetRuntime;

/// <summary>The Runtime API refused or went away: the process has nothing left to do.</summary>
public sealed class RuntimeApiException : Exception
{
    public RuntimeApiException()
    {
    }

    public RuntimeApiException(string message)
        : base($"[ERROR] [{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}] LAMBDA_RUNTIME {message}")
    {
    }

    public RuntimeApiException(string message, Exception innerException)
        : base($"[ERROR] [{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}] LAMBDA_RUNTIME {message}", innerException)
    {
    }
}
